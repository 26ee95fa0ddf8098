using Alerting.Engine.Regions;
using Alerting.Grains.Inhibitions;
using Alerting.Thresholds;

namespace Alerting.Grains.Alerts;

/// <summary>How many alerts are open in a region and those below it, from what this process knows of the ledger.</summary>
public sealed class OpenAlertCounts
{
    private readonly IGrainFactory _grains;
    private readonly OpenAlertCache _open;
    private readonly RegionCatalog _catalog;

    internal OpenAlertCounts(IGrainFactory grains, OpenAlertCache open, RegionCatalog catalog) =>
        (_grains, _open, _catalog) = (grains, open, catalog);

    /// <summary>Learns what has come since it was called last; no region is asked.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogStoreUnavailableException">The ledger cannot be read.</exception>
    public async Task LearnAsync(CancellationToken cancellationToken) =>
        await _open.LearnAsync(await _grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).HeadAsync(), cancellationToken);

    /// <summary>As it was learned last, for each severity.</summary>
    /// <param name="region">A code of the catalogue.</param>
    public IReadOnlyDictionary<Severity, int> In(string region)
    {
        var known = _open.Known;
        var counts = Enum.GetValues<Severity>().ToDictionary(static severity => severity, static _ => 0);
        foreach (var alert in _catalog.Below(region).Prepend(region).SelectMany(code => known.In(code)))
        {
            counts[alert.Severity]++;
        }

        return counts;
    }
}
