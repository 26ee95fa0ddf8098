using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Notifications.Subscriptions;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// The revisions themselves between being read and being tried first, as many as there is room for; others are read again
/// when it is their turn.
/// </summary>
internal sealed class RevisionBodies(SubscriptionJournal journal, IAlertLedgerGrain ledger)
{
    private const int MaxKept = 512;
    private const int ReadAhead = 256;

    private readonly Dictionary<long, Alert> _bySeq = [];
    private Task _reading = Task.CompletedTask;

    /// <summary>Keeps what there is room for: what is kept already is tried sooner.</summary>
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

    /// <summary>Gives a body away; null when the ledger does not hold it.</summary>
    public async Task<Alert?> TakeAsync(long seq)
    {
        // One read is likely to bring what the others look for.
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

    /// <summary>Reads the body, and in a backlog those that follow it as well.</summary>
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
            // What is kept waits behind deliveries of other alerts: it is not what is tried now.
            _bySeq.Clear();
        }

        Keep(following);
        return revisions.FirstOrDefault(revision => revision.Seq == seq);
    }
}
