using Alerting.Alerts;
using Alerting.Engine.Regions;

namespace Alerting.Grains.Alerts;

/// <summary>Finds the alerts of one threshold in the ledger.</summary>
internal static class ThresholdAlerts
{
    /// <inheritdoc cref="IAlertLedgerGrain.SelectOfThresholdAsync"/>
    /// <param name="index">Of the ledger.</param>
    /// <param name="read">Reads revisions by their seqs.</param>
    /// <param name="catalog">All regions.</param>
    public static async Task<IReadOnlyList<AlertSeqs>> SelectAsync(
        string threshold, IReadOnlyList<string> regions, DateTimeOffset since, LedgerIndex index,
        Func<IEnumerable<long>, Task<IReadOnlyList<Alert>>> read, RegionCatalog catalog)
    {
        var first = await FirstRevision.SinceAsync(since, index.First, index.Head, read);
        return
        [
            .. index.Alerts
                .Where(alert => alert.Raised >= first
                    && AlertIds.ThresholdOf(alert.AlertId) == threshold
                    && (regions.Count == 0 || regions.Any(region => catalog.IsWithin(alert.Region, region))))
                .OrderBy(static alert => alert.AlertId, StringComparer.Ordinal)
                .Select(static alert => new AlertSeqs(alert.AlertId, [.. alert.Seqs])),
        ];
    }
}
