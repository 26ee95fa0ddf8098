using Alerting.Grains.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Alerting.Grains.Alerts;

internal sealed partial class AlertLedgerGrain
{
    public Task<RaisedCounts> CountRaisedAsync(RaisedQuery query)
    {
        // Only what is older than the retention is ever forgotten.
        var retention = GrainContext.ActivationServices.GetRequiredService<RetentionPeriods>().Ledger;
        var knownFrom = _index.First == 1 ? 0 : WallNow - retention.Ticks;
        return RaisedAlerts.CountAsync(query, _index, _bodies, _catalog, knownFrom, Stopping);
    }
}
