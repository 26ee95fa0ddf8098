using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

// What goes on by itself: reading the ledger, and the bodies of what is to be tried.
internal sealed partial class SubscriptionGrain
{
    private const int Page = 500;

    // Bodies kept between being read and being tried first; others are read again.
    private const int MostBodies = 512;
    private const int FetchAhead = 256;
    private const int MostInFlight = SubscriptionState.MaxInFlight;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, Alert> _bodies = [];
    private Task _reading = Task.CompletedTask;
    private Task _fetching = Task.CompletedTask;
    private bool _readingOn;
    private bool _readAgain;
    private long _head;

    private bool CanRead => _state.IsActive && _state.Capacity >= Page && !Stopping.IsCancellationRequested;

    /// <summary>Reads the ledger up to its head by and by. Does not wait.</summary>
    private void ReadOn()
    {
        if (!CanRead || _readingOn)
        {
            _readAgain = true;
            return;
        }

        _readingOn = true;
        _ = ReadOnAsync();
    }

    private async Task ReadOnAsync()
    {
        do
        {
            _readAgain = false;
            try
            {
                _head = Math.Max(_head, await _ledger.HeadAsync());
                await ReadAsync();
            }
            catch (Exception exception) when (!Stopping.IsCancellationRequested)
            {
                SubscriptionLog.LedgerNotRead(_logger, exception, _id, s_pause);
                await Settled(Task.Delay(s_pause, Clock, Stopping));
                _readAgain = true;
            }
        }
        while (_readAgain && CanRead);

        _readingOn = false;
    }

    /// <summary>Takes revisions that follow what has been read, so that they need not be read; else does nothing.</summary>
    private async Task TakeAsync(IReadOnlyList<LedgerRevision> newest)
    {
        var known = _state.ScannedTo;
        if (newest is [var first, ..] && first.Alert.Seq <= known + 1 && newest[^1].Alert.Seq > known && CanRead && _reading.IsCompleted)
        {
            _reading = OfferAsync(first.Alert.Seq == known + 1 ? newest : [.. newest.Where(revision => revision.Alert.Seq > known)]);
            await _reading;
        }
    }

    /// <summary>Completes when the ledger has been read up to the head known at the call, as far as there is room.</summary>
    private async Task ReadAsync()
    {
        while (CanRead && _state.ScannedTo < _head)
        {
            if (_reading.IsCompleted)
            {
                _reading = ReadPageAsync();
            }

            await _reading;
        }
    }

    private async Task ReadPageAsync()
    {
        IReadOnlyList<LedgerRevision> revisions;
        try
        {
            revisions = await ReadLedgerAsync(_state.ScannedTo);
        }
        catch (LogTrimmedException trimmed)
        {
            await SkipAsync(trimmed.First);
            return;
        }

        if (Stopping.IsCancellationRequested)
        {
            return;
        }

        if (revisions.Count == 0)
        {
            _head = _state.ScannedTo;
            return;
        }

        await OfferAsync(revisions);
    }

    private Task<IReadOnlyList<LedgerRevision>> ReadLedgerAsync(long after) =>
        _ledger.ReadSelectedAsync([.. Enumerable.Range(1, Page).Select(next => after + next)]);

    /// <param name="revisions">The next ones, without a gap.</param>
    private async Task OfferAsync(IReadOnlyList<LedgerRevision> revisions)
    {
        if (_state.Offer(revisions, _regions, WallNow) is { } advanced)
        {
            Keep(advanced.Opened.Select(entry => revisions[(int)(entry.Seq - revisions[0].Alert.Seq)].Alert).ToList());
            Raise([advanced]);

            // First the attempts, then the record of them.
            _loop.Run();
            await Commit();
        }
    }

    private void Keep(IReadOnlyList<Alert> revisions)
    {
        // Those of before wait behind others: they are read again when it is their turn.
        if (_bodies.Count + revisions.Count > MostBodies)
        {
            _bodies.Clear();
        }

        foreach (var revision in revisions)
        {
            _bodies[revision.Seq] = revision;
        }
    }

    private async Task<Alert?> BodyAsync(long seq)
    {
        // One read is likely to bring what the others look for.
        if (!_bodies.ContainsKey(seq))
        {
            await Settled(_fetching);
        }

        if (_bodies.Remove(seq, out var known))
        {
            return known;
        }

        var fetching = FetchAsync(seq);
        _fetching = fetching;
        return await fetching;
    }

    /// <summary>Reads the body, and in a backlog those that follow it as well.</summary>
    private async Task<Alert?> FetchAsync(long seq)
    {
        IReadOnlyList<Alert> revisions;
        try
        {
            revisions = await _ledger.ReadAsync(seq - 1, _state.OpenCount > MostInFlight ? FetchAhead : 1);
        }
        catch (LogTrimmedException)
        {
            return null;
        }

        Keep(revisions.Where(revision => revision.Seq > seq && _state.IsOpen(revision.Seq)).ToList());
        return revisions.FirstOrDefault(revision => revision.Seq == seq);
    }
}
