using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Regions;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Which revisions a subscription takes, judged in the order of the ledger: those of kinds that it wants, of alerts that it
/// is about or has been told of. Remembers what it has judged; changes nothing.
/// </summary>
internal sealed class RevisionJudge(Subscription definition, ToldAlerts told, RegionCatalog regions)
{
    private readonly HashSet<string> _toldNow = new(StringComparer.Ordinal);
    private readonly List<string> _ended = [];

    /// <summary>Alerts that the subscription was told of and whose ends open no delivery: they are not wanted, or open already.</summary>
    public IReadOnlyList<string> Ended => _ended;

    public bool Takes(LedgerRevision revision) =>
        definition.Wants(revision.Alert.Change) && (WasTold(revision.Alert) || definition.Concerns(revision, regions));

    /// <summary>Goes past a revision.</summary>
    /// <param name="revision">The one that was judged last.</param>
    /// <param name="taken">What was judged.</param>
    /// <param name="opened">Whether a delivery of it is opened now.</param>
    public void Pass(Alert revision, bool taken, bool opened)
    {
        if (taken)
        {
            _toldNow.Add(revision.AlertId);
        }

        if (!opened && revision.Status != AlertStatus.Open && WasTold(revision))
        {
            _ended.Add(revision.AlertId);
        }
    }

    private bool WasTold(Alert revision) => _toldNow.Contains(revision.AlertId) || told.WasToldBefore(revision.AlertId, revision.Seq);
}
