using System.Globalization;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>What a preview tells of alerts, in words.</summary>
internal static class PreviewWords
{
    /// <summary>How a member of an alert that both versions raise differs.</summary>
    /// <param name="name">One of <see cref="PreviewChange.Differs"/>; one that is not known is named alone.</param>
    public static string Difference(PreviewChange change, string name) => name switch
    {
        "status" => Say("status", EnumNames.ToName(change.InForce.Status), EnumNames.ToName(change.Draft.Status)),
        "severity" => Say("severity", EnumNames.ToName(change.InForce.Severity), EnumNames.ToName(change.Draft.Severity)),
        "raisedAt" => Say("raised", At(change.InForce.RaisedAt), At(change.Draft.RaisedAt)),
        "endedAt" => Say("ended", At(change.InForce.EndedAt), At(change.Draft.EndedAt)),
        "value" => Say("value", ThresholdWords.Figure(change.InForce.Value), ThresholdWords.Figure(change.Draft.Value)),
        "evidenceCount" => Say("incidents", Count(change.InForce.EvidenceCount), Count(change.Draft.EvidenceCount)),
        "towns" => Say("towns", Towns(change.InForce.Towns), Towns(change.Draft.Towns)),
        _ => name,
    };

    private static string Say(string name, string before, string after) => $"{name} {before} \u2192 {after}";

    private static string At(DateTimeOffset? instant) =>
        instant is { } at ? at.ToLocalTime().ToString("d MMM HH:mm", CultureInfo.InvariantCulture) : "open";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Towns(IReadOnlyList<string> towns) => towns.Count == 0 ? "none" : string.Join(", ", towns);
}
