using Alerting.Alerts;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Matching;

/// <summary>
/// The open alerts of which a subscription has been told something. Whatever becomes of the alert or of the
/// subscription, it is told the rest until the alert ends; then the alert is forgotten here.
/// </summary>
internal sealed class ToldAlerts
{
    // Alert id to the seq of its first revision told: only later ones are owed, when the ledger is read again too.
    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);

    public bool WasToldBefore(string alertId, long seq) => _since.TryGetValue(alertId, out var since) && since < seq;

    /// <summary>By alert, the seq of what was told of it first.</summary>
    public SortedDictionary<string, long> ToSnapshot() => new(_since, StringComparer.Ordinal);

    public ToldAlerts Copy()
    {
        var copy = new ToldAlerts();
        copy.Restore(_since);
        return copy;
    }

    public void Restore(IEnumerable<KeyValuePair<string, long>> since)
    {
        foreach (var (alertId, seq) in since)
        {
            _since[alertId] = seq;
        }
    }

    public void Restore(SubscriptionSnapshot snapshot)
    {
        if (snapshot.Told is { } told)
        {
            Restore(told);
        }
        else if (snapshot.Definition is { } definition && definition.Wants(AlertChange.Cleared) && definition.Wants(AlertChange.Cancelled))
        {
            // An old snapshot: derived from the deliveries it has. Not where ends are not delivered: nothing would end it there.
            foreach (var entry in snapshot.Entries.OrderBy(static entry => entry.Seq))
            {
                Tell(entry.AlertId, entry.Change, entry.Seq);
            }
        }
    }

    /// <summary>Takes note of a delivery that was opened.</summary>
    public void Tell(string alertId, AlertChange change, long seq)
    {
        if (change is AlertChange.Cleared or AlertChange.Cancelled)
        {
            End(alertId);
        }
        else if (!_since.TryGetValue(alertId, out var since) || seq < since)
        {
            _since[alertId] = seq;
        }
    }

    public void End(string alertId) => _since.Remove(alertId);

    public void Clear() => _since.Clear();
}
