using Alerting.Escalations;
using Alerting.Thresholds;

namespace Alerting.Console.Policies;

/// <summary>What a policy is, in words.</summary>
internal static class PolicyWords
{
    /// <summary>Names that are listed before it is told how many more there are.</summary>
    private const int MaxNamed = 5;

    /// <summary>Where a policy is shown.</summary>
    public static string Address(string id) => $"/policies/{id}";

    /// <summary>How grave alerts are of which somebody is called.</summary>
    public static string From(Severity severity) => severity switch
    {
        Severity.Notice => Spoken.Of("all¦alerts"),
        Severity.Critical => Spoken.Name(severity),
        _ => Spoken.Of("{0} and worse", Spoken.Name(severity)),
    };

    /// <summary>Which alerts it concerns.</summary>
    public static string Filter(PolicyView view) =>
        From(view.MinSeverity) + " " + (view.Regions.Count == 0
            ? Spoken.Of("everywhere") : Spoken.Of("in {0}¦regions", Named(view.Regions)))
        + (view.Thresholds.Count == 0 ? "" : Spoken.Of(", raised by {0}", Named(view.Thresholds)));

    /// <summary>Who is called, one step after the other, and how often.</summary>
    public static string Steps(PolicyView view) => Spoken.List(view.Steps.Select(Step)) + Rounds(view.Repeat);

    /// <summary>Whom a step names, such as <c>schedule:night</c>, in words.</summary>
    public static string Target(string target) => EscalationTargets.Parse(target) switch
    {
        (EscalationTargets.Schedule, var id) => Spoken.Of("{0} (on call)", id),
        (EscalationTargets.Subscription, var id) => Spoken.Of("{0} (subscription)", id),
        (_, var id) => id,
        null => target,
    };

    private static string Step(EscalationStep step, int place)
    {
        var who = string.Join(Spoken.Of(" and "), step.Notify.Select(Target));
        return step.After.Value != TimeSpan.Zero ? Spoken.Of("after {0} {1}", Spoken.Length(step.After), who)
            : place == 0 ? Spoken.Of("at once {0}", who) : Spoken.Of("together with it {0}", who);
    }

    private static string Rounds(int repeat) => repeat switch
    {
        0 => "",
        1 => Spoken.Of("; twice"),
        _ => Spoken.Count(repeat + 1, "; {0} time", "; {0} times"),
    };

    private static string Named(IReadOnlyList<string> names) => names.Count > MaxNamed
        ? Spoken.Of("{0} and {1} more", Spoken.List(names.Take(MaxNamed)), names.Count - MaxNamed)
        : Spoken.List(names);
}
