using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Notifications.Subscriptions;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Caches revisions from the time they are read from the ledger to the first attempt to deliver them, within a limit.
/// Others are read again when it is their turn.
/// </summary>
internal sealed class RevisionBodies(SubscriptionJournal journal, IAlertLedgerGrain ledger)
{
    private const int MaxKept = 512;
    private const int ReadAhead = 256;

    private readonly Dictionary<long, Alert> _bySeq = [];
    private Task _reading = Task.CompletedTask;

    /// <summary>Adds revisions while there is room. Those cached already stay, since they will be tried sooner.</summary>
    public void Keep(IEnumerable<Alert> revisions)
    {
        foreach (var revision in revisions)
        {
            if (_bySeq.Count >= MaxKept)
            {
                return;
            }

            _bySeq[revision.Seq] = revision;
        }
    }

    public void Clear() => _bySeq.Clear();

    /// <summary>Removes a revision from the cache and returns it, or reads it; null when the ledger does not have it any more.</summary>
    public async Task<Alert?> TakeAsync(long seq)
    {
        // One read most likely serves the other attempts that wait as well.
        if (!_bySeq.ContainsKey(seq))
        {
            await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (_bySeq.Remove(seq, out var known))
        {
            return known;
        }

        var reading = ReadAsync(seq);
        _reading = reading;
        return await reading;
    }

    /// <summary>Reads revisions, by seq, as far as the ledger still has them.</summary>
    public async Task<IReadOnlyList<Alert>> ReadAllAsync(IReadOnlyList<long> seqs)
    {
        var first = 0L;
        while (true)
        {
            try
            {
                var read = new List<Alert>(seqs.Count);
                foreach (var page in seqs.Where(seq => seq >= first).Chunk(ReadAhead))
                {
                    read.AddRange((await ledger.ReadSelectedAsync(page)).Select(static revision => revision.Alert));
                }

                return read;
            }
            catch (LogTrimmedException trimmed) when (trimmed.First > first)
            {
                first = trimmed.First;
            }
        }
    }

    /// <summary>Reads a revision, and in a backlog those after it as well.</summary>
    private async Task<Alert?> ReadAsync(long seq)
    {
        IReadOnlyList<Alert> revisions;
        try
        {
            revisions = await ledger.ReadAsync(seq - 1, journal.State.OpenCount > SubscriptionState.MaxInFlight ? ReadAhead : 1);
        }
        catch (LogTrimmedException)
        {
            return null;
        }

        var following = revisions.Where(revision => revision.Seq > seq && journal.State.IsOpen(revision.Seq)).ToList();
        if (_bySeq.Count + following.Count > MaxKept)
        {
            // The cached revisions wait behind other deliveries of their alerts, while others are needed now.
            _bySeq.Clear();
        }

        Keep(following);
        return revisions.FirstOrDefault(revision => revision.Seq == seq);
    }
}
