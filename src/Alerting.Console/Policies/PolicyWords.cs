using System.Globalization;
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
        Severity.Notice => "all",
        Severity.Critical => "critical",
        _ => $"{EnumNames.ToName(severity)} and worse",
    };

    /// <summary>Which alerts it concerns.</summary>
    public static string Filter(PolicyView view) =>
        $"{From(view.MinSeverity)} {(view.Regions.Count == 0 ? "everywhere" : $"in {Named(view.Regions)}")}"
        + (view.Thresholds.Count == 0 ? "" : $", raised by {Named(view.Thresholds)}");

    /// <summary>Who is called, one step after the other, and how often.</summary>
    public static string Steps(PolicyView view) => string.Join(", ", view.Steps.Select(Step)) + Rounds(view.Repeat);

    /// <summary>Whom a step names, such as <c>schedule:night</c>, in words.</summary>
    public static string Target(string target) => EscalationTargets.Parse(target) switch
    {
        (EscalationTargets.Schedule, var id) => $"{id} (on call)",
        (EscalationTargets.Subscription, var id) => $"{id} (subscription)",
        (_, var id) => id,
        null => target,
    };

    private static string Step(EscalationStep step, int place) => (step.After.Value == TimeSpan.Zero
        ? place == 0 ? "at once " : "together with it "
        : $"after {step.After.ToWords()} ") + string.Join(" and ", step.Notify.Select(Target));

    private static string Rounds(int repeat) => repeat switch
    {
        0 => "",
        1 => "; twice",
        _ => string.Create(CultureInfo.InvariantCulture, $"; {repeat + 1} times"),
    };

    private static string Named(IReadOnlyList<string> names) => names.Count > MaxNamed
        ? $"{string.Join(", ", names.Take(MaxNamed))} and {names.Count - MaxNamed} more"
        : string.Join(", ", names);
}
