using Alerting.Alerts;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Matching;

/// <summary>
/// Which revisions a subscription takes, read in the order of the ledger: those of the kinds that it wants, of alerts that it
/// is about or was told of before. Remembers what it has read; changes nothing.
/// </summary>
/// <param name="isWithin">As in <see cref="SubscriptionFilter"/>.</param>
/// <param name="isAllowed">Whether the subscription's owner may see a region now; null: all.</param>
/// <param name="isInArea">Whether an alert has evidence in the subscription's area; null: it has no area.</param>
internal sealed class RevisionMatcher(
    Subscription definition, ToldAlerts told, Func<string, string, bool> isWithin, Func<string, bool>? isAllowed = null,
    Func<Alert, bool>? isInArea = null)
{
    private readonly HashSet<string> _toldNow = new(StringComparer.Ordinal);
    private readonly List<string> _ended = [];

    /// <summary>Alerts that the subscription was told of and whose ends open no delivery: they are not wanted, or open already.</summary>
    public IReadOnlyList<string> Ended => _ended;

    public bool Takes(LedgerRevision revision) =>
        definition.Wants(revision.Alert.Change)
        && (isAllowed is null || isAllowed(revision.Alert.Region.Code))
        && (WasTold(revision.Alert)
            || (definition.Concerns(revision, isWithin) && (isInArea is null || isInArea(revision.Alert))));

    /// <summary>Goes past a revision.</summary>
    /// <param name="revision">The one that was asked about last.</param>
    /// <param name="taken">What the answer was; false also for one that is not told although it is wanted.</param>
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

    /// <summary>Whether the subscription was told of the alert before this revision of it.</summary>
    public bool WasTold(Alert revision) => _toldNow.Contains(revision.AlertId) || told.WasToldBefore(revision.AlertId, revision.Seq);
}
