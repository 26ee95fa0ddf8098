using Alerting.Notifications.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>
/// Starts the attempts that are due, each in a slot of its own. An attempt may be over before its start returns, and then
/// others are due than a moment ago: so what to try is never chosen before it is begun, and the loop is never inside itself.
/// Everything runs on the scheduler of the subscription's grain, one after the other.
/// </summary>
internal sealed class DeliveryLoop(IDeliveryWork work, DeliverySlots slots)
{
    private CancellationTokenSource? _attempts;
    private bool _running;
    private bool _inLine;
    private readonly BoundedPause _pause = new();

    /// <summary>Ends all attempts of the present subscription.</summary>
    private CancellationTokenSource Attempts => _attempts ??= CancellationTokenSource.CreateLinkedTokenSource(work.Stopping);

    /// <summary>Starts what is due, as far as there are slots, and sets the clock for the next. Does not wait.</summary>
    public void Run()
    {
        // An attempt that ends at once calls this from within the loop below, which goes on anyway.
        if (_running || work.Stopping.IsCancellationRequested)
        {
            return;
        }

        _running = true;
        try
        {
            while (MayStart() && work.State.IsAnyDue(work.Now))
            {
                StartOne();
            }
        }
        finally
        {
            _running = false;
        }

        // In line for a slot, the loop goes on when it gets one and needs no timer.
        var next = _inLine ? null : work.State.NextDue();
        work.WakeLoopAt(next is { } at ? Math.Max(Math.Max(at, _pause.Until(work.Now)), 1) : null);
    }

    /// <summary>Nothing is started for so long.</summary>
    public void Pause(TimeSpan time) => _pause.Begin(work.Now, time);

    /// <summary>Cuts off what is being tried; it must not be taken for attempts of a later subscription of this id.</summary>
    public void Forget()
    {
        var attempts = _attempts;
        _attempts = null;
        _inLine = false;
        attempts?.Cancel();
    }

    private bool MayStart() => !_inLine && work.Now >= _pause.Until(work.Now) && !work.Stopping.IsCancellationRequested;

    private void StartOne()
    {
        var receiver = work.Receiver;
        var attempts = Attempts;
        var slot = slots.TakeAsync(receiver, attempts.Token);
        if (slot.IsCompletedSuccessfully)
        {
            Start(slot.Result, attempts);
        }
        else
        {
            _inLine = true;
            _ = WaitInLineAsync(slot.AsTask(), receiver, attempts);
        }
    }

    /// <summary>When it is this subscription's turn, starts what is first by then.</summary>
    private async Task WaitInLineAsync(Task<DeliverySlot> waiting, string receiver, CancellationTokenSource attempts)
    {
        DeliverySlot slot;
        try
        {
            slot = await waiting;
        }
        catch (OperationCanceledException)
        {
            // The subscription was removed, or this activation ends.
            LeaveLine(attempts);
            return;
        }

        LeaveLine(attempts);
        if (!attempts.IsCancellationRequested && MayStart() && work.State.IsActive && work.Receiver == receiver)
        {
            Start(slot, attempts);
        }
        else
        {
            slot.Dispose();
        }

        Run();
    }

    private void LeaveLine(CancellationTokenSource attempts)
    {
        // After a removal, a later subscription of this id may stand in line already.
        if (ReferenceEquals(attempts, _attempts))
        {
            _inLine = false;
        }
    }

    private void Start(DeliverySlot slot, CancellationTokenSource attempts)
    {
        if (work.State.StartNext(work.Now) is { } entry)
        {
            _ = AttemptAsync(entry, slot, attempts);
        }
        else
        {
            slot.Dispose();
        }
    }

    private async Task AttemptAsync(DeliveryEntry entry, DeliverySlot slot, CancellationTokenSource attempts)
    {
        bool goesOn;
        using (slot)
        {
            goesOn = await work.AttemptAsync(entry, attempts);
        }

        if (goesOn)
        {
            Run();
        }
    }
}
