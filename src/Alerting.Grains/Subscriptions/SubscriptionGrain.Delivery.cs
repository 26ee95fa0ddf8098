using System.Diagnostics;
using Alerting.Alerts;
using Alerting.Grains.Logs;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

// What goes on by itself: reading the ledger, and the attempts.
internal sealed partial class SubscriptionGrain
{
    private const int Page = 500;

    // Bodies kept between being read and being tried first; others are read again.
    private const int MostBodies = 512;
    private const int FetchAhead = 256;
    private const int MostInFlight = SubscriptionState.MaxInFlight;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, Alert> _bodies = [];
    private CancellationTokenSource? _attempts;
    private Task _reading = Task.CompletedTask;
    private Task _fetching = Task.CompletedTask;
    private bool _readingOn;
    private bool _readAgain;
    private long _head;
    private long _pausedUntil;

    private bool CanRead => _state.IsActive && _state.Capacity >= Page && !Stopping.IsCancellationRequested;

    /// <summary>Starts the attempts that are due and sets the clock for the next.</summary>
    private void Work()
    {
        if (Stopping.IsCancellationRequested)
        {
            return;
        }

        var now = WallNow;
        if (now >= _pausedUntil)
        {
            foreach (var entry in _state.Due(now))
            {
                _state.Started(entry.Seq);
                _ = AttemptAsync(entry);
            }
        }

        SetDeadline(_state.NextDue() is { } next ? Math.Max(Math.Max(next, _pausedUntil), 1) : null);
    }

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
    private async Task TakeAsync(IReadOnlyList<Alert> newest)
    {
        var known = _state.ScannedTo;
        if (newest is [var first, ..] && first.Seq <= known + 1 && newest[^1].Seq > known && CanRead && _reading.IsCompleted)
        {
            _reading = OfferAsync(first.Seq == known + 1 ? newest : [.. newest.Where(revision => revision.Seq > known)]);
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
        var revisions = await _ledger.ReadAsync(_state.ScannedTo, Page);
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

    /// <param name="revisions">The next ones, without a gap.</param>
    private async Task OfferAsync(IReadOnlyList<Alert> revisions)
    {
        if (_state.Offer(revisions, _regions, WallNow) is { } advanced)
        {
            Keep(advanced.Opened.Select(entry => revisions[(int)(entry.Seq - revisions[0].Seq)]).ToList());
            Raise([advanced]);

            // First the attempts, then the record of them.
            Work();
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

    private async Task AttemptAsync(DeliveryEntry entry)
    {
        var attempts = _attempts ??= CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        try
        {
            if (await BodyAsync(entry.Seq) is not { } alert)
            {
                End(entry, attempts, _state.Lost(entry.Seq, "the ledger does not hold the revision"));
            }
            else if (_state.Definition is { Channel: var target })
            {
                using var activity = AlertingTelemetry.Source.StartActivity("deliver", ActivityKind.Producer, default(ActivityContext));
                activity?.SetTag("alerting.alert.id", entry.AlertId).SetTag("alerting.subscription.id", _id);
                var startedAt = WallNow;
                var result = await ChannelOf(target).SendAsync(target, alert, attempts.Token);
                activity?.SetStatus(result is DeliveryResult.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
                End(entry, attempts, Judge(entry, alert, target, startedAt, result));
            }
        }
        catch (Exception exception)
        {
            // Cut off: it leaves no trace and is repeated, by this activation or the next.
            if (attempts.IsCancellationRequested)
            {
                return;
            }

            _state.Abandoned(entry.Seq);
            _pausedUntil = WallNow + s_pause.Ticks;
            SubscriptionLog.AttemptCutOff(_logger, exception, _id, entry.WebhookId, s_pause);
        }

        Work();
        if (_head > _state.ScannedTo)
        {
            ReadOn();
        }
    }

    private void End(DeliveryEntry entry, CancellationTokenSource attempts, IReadOnlyList<SubscriptionEvent> events)
    {
        // The delivery may be another one of the same seq by now, or this activation no longer the one that writes.
        if (attempts.IsCancellationRequested)
        {
            return;
        }

        _state.Abandoned(entry.Seq);
        Raise(events);
        _ = Settled(Commit());
    }

    private IReadOnlyList<SubscriptionEvent> Judge(DeliveryEntry entry, Alert alert, SubscriptionChannel target, long startedAt, DeliveryResult result)
    {
        var now = WallNow;
        var events = result switch
        {
            DeliveryResult.Delivered delivered => _state.Succeeded(entry.Seq, startedAt, now, delivered.StatusCode),
            DeliveryResult.RetryAfter busy => _state.RetryAfter(entry.Seq, startedAt, now, busy.StatusCode, busy.Error, busy.Delay),
            DeliveryResult.Failed failed => _state.Failed(entry.Seq, startedAt, now, failed.StatusCode, failed.Error, Random.Shared.NextDouble()),

            // What a target says that is not the present one any more does not end the subscription.
            _ when _state.Definition?.Channel != target => [],
            _ => _state.Gone(entry.Seq, startedAt, now),
        };

        var dead = events.OfType<DeliveryDeadLettered>().FirstOrDefault();
        Metrics.Attempted(dead is not null ? "dead" : result switch { DeliveryResult.Delivered => "delivered", DeliveryResult.Gone => "gone", _ => "failed" });
        if (result is DeliveryResult.Delivered)
        {
            Metrics.Delivered(TimeSpan.FromTicks(now - alert.UpdatedAt.UtcTicks));
        }
        else if (dead is not null)
        {
            SubscriptionLog.GivenUp(_logger, entry.WebhookId, _id, dead.Error);
        }

        return events;
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
        var revisions = await _ledger.ReadAsync(seq - 1, _state.OpenCount > MostInFlight ? FetchAhead : 1);
        Keep(revisions.Where(revision => revision.Seq > seq && _state.IsOpen(revision.Seq)).ToList());
        return revisions.FirstOrDefault(revision => revision.Seq == seq);
    }

    private IDeliveryChannel ChannelOf(SubscriptionChannel target) =>
        _channels.GetValueOrDefault(target.Type) ?? throw new InvalidOperationException($"There is no channel '{target.Type}'.");

    /// <summary>Cuts off what is being tried; it must not be taken for attempts of a later subscription of this id.</summary>
    private void ForgetAttempts()
    {
        _attempts?.Cancel();
        _attempts = null;
        _bodies.Clear();
    }
}
