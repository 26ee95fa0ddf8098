using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>What a preview tells of alerts, in words.</summary>
internal static class PreviewWords
{
    /// <summary>How a member of an alert that both versions raise differs.</summary>
    /// <param name="name">One of <see cref="PreviewChange.Differs"/>; one that is not known is named alone.</param>
    public static string Difference(PreviewChange change, string name) => name switch
    {
        "status" => Spoken.Of("status {0} \u2192 {1}", Spoken.Name(change.InForce.Status), Spoken.Name(change.Draft.Status)),
        "severity" => Spoken.Of("severity {0} \u2192 {1}", Spoken.Name(change.InForce.Severity), Spoken.Name(change.Draft.Severity)),
        "raisedAt" => Spoken.Of("raised {0} \u2192 {1}", At(change.InForce.RaisedAt), At(change.Draft.RaisedAt)),
        "endedAt" => Spoken.Of("ended {0} \u2192 {1}", At(change.InForce.EndedAt), At(change.Draft.EndedAt)),
        "value" => Spoken.Of(
            "value {0} \u2192 {1}", ThresholdWords.Figure(change.InForce.Value), ThresholdWords.Figure(change.Draft.Value)),
        "evidenceCount" => Spoken.Of("incidents {0} \u2192 {1}", change.InForce.EvidenceCount, change.Draft.EvidenceCount),
        "towns" => Spoken.Of("towns {0} \u2192 {1}", Towns(change.InForce.Towns), Towns(change.Draft.Towns)),
        _ => name,
    };

    private static string At(DateTimeOffset? instant) =>
        instant is { } at ? at.ToLocalTime().ToString("d MMM HH:mm", Spoken.Culture) : Spoken.Of("open¦alert");

    private static string Towns(IReadOnlyList<string> towns) => towns.Count == 0 ? Spoken.Of("none¦town") : Spoken.List(towns);
}
