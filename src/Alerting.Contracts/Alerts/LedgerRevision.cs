using Alerting.Thresholds;

namespace Alerting.Alerts;

/// <summary>A revision as the ledger hands it out.</summary>
/// <param name="Alert">The revision, with its seq.</param>
/// <param name="HighestBefore">
/// The highest severity among the earlier revisions of the same alert; null when there are none.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.LedgerRevision")]
public sealed record LedgerRevision(
    [property: Id(0)] Alert Alert,
    [property: Id(1)] Severity? HighestBefore)
{
    /// <summary>The highest severity that the alert has had up to and with this revision.</summary>
    public Severity Highest => HighestBefore is { } before && before > Alert.Severity ? before : Alert.Severity;
}
