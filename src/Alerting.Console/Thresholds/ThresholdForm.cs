using Alerting.Console.Shown.Forms;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>A threshold while it is edited: texts as they were entered; what is left empty is as usual.</summary>
public sealed class ThresholdForm
{
    /// <summary>What a new threshold begins with.</summary>
    private const string UsualWindow = "PT24H";

    /// <summary>Names it in addresses.</summary>
    public string Id { get; set; } = "";

    /// <summary>Empty: the id.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether regions judge by it.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>How grave its alerts are.</summary>
    public Severity Severity { get; set; } = Severity.Warning;

    /// <summary>Codes, or "*".</summary>
    public IList<string> Regions { get; private init; } = [];

    /// <summary>What of these regions counts.</summary>
    public Depth Depth { get; set; } = Depth.Leaf;

    /// <summary>What is measured; see <see cref="Choose"/>.</summary>
    public Measure Measure { get; private set; } = Measure.Incidents;

    /// <summary>Which incidents count.</summary>
    public MatchForm Match { get; private set; } = new();

    /// <summary>Length of time that is looked at.</summary>
    public string Window { get; set; } = UsualWindow;

    /// <summary>Amount from which on an alert is raised.</summary>
    public string AtLeast { get; set; } = "";

    /// <summary>By which value a window is judged.</summary>
    public Counting Count { get; set; }

    /// <summary>Amount below which it clears.</summary>
    public string ClearBelow { get; set; } = "";

    /// <summary>For how long it must have been below.</summary>
    public string ClearAfter { get; set; } = "";

    /// <summary>How long none is raised after an end.</summary>
    public string Cooldown { get; set; } = "";

    /// <summary>Age from which on a report does not raise.</summary>
    public string Lateness { get; set; } = "";

    /// <summary>Shortest time between revisions.</summary>
    public string UpdateEvery { get; set; } = "";

    /// <summary>How far back is looked for what is usual.</summary>
    public string Baseline { get; set; } = "";

    /// <summary>Share of past days that may have reached the value.</summary>
    public string RarerThan { get; set; } = "";

    /// <summary>Of a surge: incidents that must be expected.</summary>
    public string Floor { get; set; } = "";

    /// <summary>Of a surge: highest probability by chance.</summary>
    public string MaxProbability { get; set; } = "";

    /// <summary>Of a surge: least incidents.</summary>
    public string MinIncidents { get; set; } = "";

    /// <summary>Of a sequence.</summary>
    public IList<MatchForm> Steps { get; private set; } = [];

    /// <summary>Of a sequence: one actor in all steps.</summary>
    public bool SameActor { get; set; }

    /// <summary>Of a sequence: one town for all steps.</summary>
    public bool SameTown { get; set; }

    /// <summary>Of quiet sources: reports that they must have sent before.</summary>
    public string MinReports { get; set; } = "";

    /// <summary>Why it is changed.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What has a bearing, by what is measured.</summary>
    public MeasureShape Shape => new(Measure);

    /// <summary>What is in force, or was, to be edited.</summary>
    public static ThresholdForm Of(ThresholdView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new()
        {
            Id = view.Id,
            Name = view.Name,
            IsEnabled = view.Enabled,
            Severity = view.Severity,
            Regions = [.. view.Scope.Regions],
            Depth = view.Scope.Depth,
            Measure = view.Measure,
            Match = MatchForm.Of(view.Match),
            Window = Text(view.Window),
            AtLeast = FormReader.Text(view.AtLeast),
            Count = view.Count,
            ClearBelow = FormReader.Text(view.ClearBelow),
            ClearAfter = Text(view.ClearAfter),
            Cooldown = Text(view.Cooldown),
            Lateness = Text(view.Lateness),
            UpdateEvery = Text(view.UpdateEvery),
            Baseline = Text(view.Baseline),
            RarerThan = Text(view.RarerThan),
            Floor = Text(view.Floor),
            MaxProbability = Text(view.MaxProbability),
            MinIncidents = Text(view.MinIncidents),
            Steps = [.. (view.Steps ?? []).Select(MatchForm.Of)],
            SameActor = view.SameActor ?? false,
            SameTown = view.SameTown ?? false,
            MinReports = Text(view.MinReports),
        };
    }

    /// <summary>Measures something else: what has no bearing on that begins anew, what is required for it has a first value.</summary>
    public void Choose(Measure measure)
    {
        (Measure, Count) = (measure, new MeasureShape(measure).UsualCount);
        var shape = Shape;
        Depth = shape.HasDepth ? Depth : Depth.Leaf;
        Match = shape.HasMatch ? Match : new MatchForm();
        Window = !shape.HasWindow ? "" : Window.Length == 0 ? UsualWindow : Window;
        (AtLeast, ClearBelow) = shape.HasAmount ? (AtLeast, ClearBelow) : ("1", "");
        Lateness = shape.HasLateness ? Lateness : "";
        (Floor, MaxProbability, MinIncidents) = shape.IsSurge ? (Floor, MaxProbability, MinIncidents) : ("", "", "");
        Baseline = "";
        Steps = !shape.IsSequence ? [] : Steps.Count > 0 ? Steps : [new MatchForm(), new MatchForm()];
        (SameActor, SameTown) = shape.IsSequence && (SameActor || SameTown) ? (SameActor, SameTown) : (false, false);
        MinReports = !shape.IsQuiet ? "" : MinReports.Length == 0 ? "10" : MinReports;
    }

    /// <summary>As it is sent; null where something of it cannot be read.</summary>
    /// <param name="faults">What cannot be read.</param>
    public ThresholdBody? ToBody(out IReadOnlyList<FieldFault> faults)
    {
        var reader = new FormReader();
        var body = Read(reader);
        faults = reader.Faults;
        return faults.Count == 0 ? body : null;
    }

    private ThresholdBody Read(FormReader reader)
    {
        if (Regions.Count == 0)
        {
            reader.AddMissing("$.scope.regions", Spoken.Of("Name a region at least, or * for all."));
        }

        return new()
        {
            Name = Name.Trim() is { Length: > 0 } name ? name : null,
            Enabled = IsEnabled,
            Scope = new ScopeBody { Regions = [.. Regions], Depth = Depth },
            Match = Shape.HasMatch ? Match.ToBody("$.match", reader) : null,
            Measure = Measure,
            Window = Shape.HasWindow ? reader.Required("$.window", reader.Length("$.window", Window)) : null,
            AtLeast = reader.Required("$.atLeast", reader.Number("$.atLeast", AtLeast)),
            ClearBelow = reader.Number("$.clearBelow", ClearBelow),
            ClearAfter = reader.Length("$.clearAfter", ClearAfter),
            Cooldown = reader.Length("$.cooldown", Cooldown),
            Lateness = reader.Length("$.lateness", Lateness),
            UpdateEvery = reader.Length("$.updateEvery", UpdateEvery),
            Severity = Severity,
            Baseline = reader.Length("$.baseline", Baseline),
            Floor = reader.Number("$.floor", Floor),
            RarerThan = reader.Number("$.rarerThan", RarerThan),
            MaxProbability = reader.Number("$.maxProbability", MaxProbability),
            MinIncidents = reader.Whole("$.minIncidents", MinIncidents),
            Count = Count,
            Steps = Shape.IsSequence ? [.. Steps.Select((step, i) => step.ToBody($"$.steps[{i}]", reader))] : null,
            SameActor = Shape.IsSequence ? SameActor : null,
            SameTown = Shape.IsSequence ? SameTown : null,
            MinReports = Shape.IsQuiet ? reader.Required("$.minReports", reader.Whole("$.minReports", MinReports)) : null,
            Reason = Reason.Trim() is { Length: > 0 } reason ? reason : null,
        };
    }

    private static string Text(Duration? value) => value?.ToString() ?? "";

    private static string Text(double? value) => value is { } number ? FormReader.Text(number) : "";
}
