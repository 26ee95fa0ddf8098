using Alerting.Alerts;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Matching;

namespace Alerting.Notifications.Subscriptions;

/// <summary>Counts what will be sent again after the subscription went back in the ledger, by what it was when it did.</summary>
/// <param name="matcher">Of what is told.</param>
/// <param name="holds">What holds deliveries back now.</param>
/// <param name="grouping">Of what is told once a story; null where everything is.</param>
/// <param name="open">Seqs of deliveries that were pending then: they are sent anyway.</param>
/// <param name="through">What follows this seq had not been read yet: it is sent anyway.</param>
internal sealed class RewindCount(
    RevisionMatcher matcher, Holds holds, StoryGrouping? grouping, HashSet<long> open, long through)
{
    /// <summary>The last seq to be counted.</summary>
    public long Through => through;

    public int Value { get; private set; }

    /// <summary>Takes the next revision, by seq.</summary>
    public void Add(LedgerRevision revision)
    {
        var taken = matcher.Takes(revision);
        var alert = revision.Alert;
        taken &= open.Contains(alert.Seq) || holds.Over(alert) is null;
        var into = taken && !open.Contains(alert.Seq) ? grouping?.IntoOf(alert, matcher.WasTold(alert)) : null;
        grouping?.Pass(alert, taken, into);
        taken &= into is null;
        matcher.Pass(alert, taken, taken);
        if (taken && !open.Contains(alert.Seq))
        {
            Value++;
        }
    }
}
