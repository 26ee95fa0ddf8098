using Alerting.Alerts;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Matching;

namespace Alerting.Notifications.Subscriptions;

/// <summary>Counts what will be sent again after the subscription went back in the ledger, by what it was when it did.</summary>
/// <param name="matcher">Of what is told.</param>
/// <param name="grouping">Of what is told once a story; null where everything is.</param>
/// <param name="open">Seqs of deliveries that were pending then: they are sent anyway.</param>
/// <param name="through">What follows this seq had not been read yet: it is sent anyway.</param>
internal sealed class RewindCount(RevisionMatcher matcher, StoryGrouping? grouping, HashSet<long> open, long through)
{
    /// <summary>The last seq to be counted.</summary>
    public long Through => through;

    public int Value { get; private set; }

    /// <summary>Takes the next revision, by seq.</summary>
    public void Add(LedgerRevision revision)
    {
        var taken = matcher.Takes(revision);
        var into = taken && !open.Contains(revision.Alert.Seq) ? grouping?.IntoOf(revision.Alert, matcher.WasTold(revision.Alert)) : null;
        grouping?.Pass(revision.Alert, taken, into);
        taken &= into is null;
        matcher.Pass(revision.Alert, taken, taken);
        if (taken && !open.Contains(revision.Alert.Seq))
        {
            Value++;
        }
    }
}
