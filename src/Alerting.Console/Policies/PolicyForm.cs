using Alerting.Console.Shown;
using Alerting.Console.Shown.Forms;
using Alerting.Escalations;
using Alerting.Thresholds;

namespace Alerting.Console.Policies;

/// <summary>A policy as people fill it in.</summary>
public sealed class PolicyForm
{
    /// <summary>Whether it is to be created.</summary>
    public bool IsNew { get; private init; }

    /// <summary>As in its address.</summary>
    public string Id { get; set; } = "";

    /// <summary>Codes with commas between; empty: everywhere.</summary>
    public string Regions { get; set; } = "";

    /// <summary>Ids; none: alerts of all.</summary>
    public HashSet<string> Thresholds { get; } = new(StringComparer.Ordinal);

    /// <summary>Nobody is called of less grave ones.</summary>
    public Severity MinSeverity { get; set; } = Severity.Severe;

    /// <summary>In the order in which they fall due.</summary>
    public IList<PolicyStepForm> Steps { get; } = [];

    /// <summary>How often they are gone through again.</summary>
    public string Repeat { get; set; } = "";

    /// <summary>For a new one, whose first step falls due at once.</summary>
    public static PolicyForm New() => new() { IsNew = true, Steps = { new PolicyStepForm { After = "PT0S" } } };

    /// <summary>To change one that is there.</summary>
    public static PolicyForm Of(PolicyView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var form = new PolicyForm
        {
            Id = view.Id,
            Regions = CodeList.Format(view.Regions),
            MinSeverity = view.MinSeverity,
            Repeat = FormReader.Text(view.Repeat),
        };
        form.Thresholds.UnionWith(view.Thresholds);
        foreach (var step in view.Steps)
        {
            var filled = new PolicyStepForm { After = step.After.ToString() };
            foreach (var target in step.Notify)
            {
                filled.Notify.Add(target);
            }

            form.Steps.Add(filled);
        }

        return form;
    }

    /// <summary>What is put.</summary>
    /// <param name="reader">Is told of what cannot be read.</param>
    internal PolicyBody ToBody(FormReader reader) => new()
    {
        Regions = CodeList.Parse(Regions),
        Thresholds = [.. Thresholds.Order(StringComparer.Ordinal)],
        MinSeverity = MinSeverity,
        Steps = [.. Steps.Select((step, place) => step.ToBody(reader, StepPath(place)))],
        Repeat = reader.Whole(PolicyTexts.Repeat.Path, Repeat),
    };

    /// <summary>JSON path of a step.</summary>
    internal static string StepPath(int place) => $"$.steps[{FormReader.Text(place)}]";
}

/// <summary>Who is called, and when, as people fill it in.</summary>
public sealed class PolicyStepForm
{
    /// <summary>How long after the step before.</summary>
    public string After { get; set; } = "PT5M";

    /// <summary>Such as <c>schedule:night</c>.</summary>
    public IList<string> Notify { get; } = [];

    internal EscalationStepBody ToBody(FormReader reader, string path)
    {
        if (Notify.Count == 0)
        {
            reader.AddMissing(PolicyTexts.Notify.Below(path).Path, Spoken.Of("Name somebody."));
        }

        var after = PolicyTexts.After.Below(path).Path;
        return new EscalationStepBody
        {
            After = reader.Required(after, reader.Length(after, After)),
            Notify = [.. Notify],
        };
    }
}
