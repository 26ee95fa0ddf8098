using Alerting.Thresholds;

namespace Alerting.Grains.Alerts;

/// <summary>Collects the newest revisions of some alerts, up to a limit.</summary>
internal sealed class NewestRevisions(int limit)
{
    // The oldest of those found so far is in front.
    private readonly PriorityQueue<long, long> _seqs = new(limit + 1);

    /// <summary>Their seqs, ascending.</summary>
    public IReadOnlyList<long> Seqs => [.. _seqs.UnorderedItems.Select(static item => item.Element).Order()];

    /// <summary>Whether an alert has no revision that is new enough; nor has any whose latest is older.</summary>
    public bool AreNewerThan(AlertIndexEntry alert) => IsTooOld(alert.Latest);

    /// <summary>Takes the revisions of an alert that have this severity, or come after one that had.</summary>
    public void Add(AlertIndexEntry alert, Severity minSeverity)
    {
        for (var i = alert.Seqs.Count - 1; i >= 0; i--)
        {
            var seq = alert.Seqs[i];
            if (IsTooOld(seq) || alert.HighestUpTo(seq) < minSeverity)
            {
                return;
            }

            _seqs.Enqueue(seq, seq);
            if (_seqs.Count > limit)
            {
                _seqs.Dequeue();
            }
        }
    }

    private bool IsTooOld(long seq) => _seqs.Count == limit && seq < _seqs.Peek();
}
