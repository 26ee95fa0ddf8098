namespace Alerting.Notifications.Deliveries;

/// <summary>
/// Bounds how many attempts this process makes at one time, to one receiver and in all. Who finds no slot waits in line:
/// each receiver has its own line, and receivers take turns. A subscription stands in line once, however many deliveries it
/// has, and takes what is due only when it has a slot. So a receiver that never answers costs 8 slots, not a socket for each
/// subscription, and a subscription with a long backlog does not hold up those behind it.
/// </summary>
internal sealed class DeliverySlots
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReceiverLine> _receivers = new(StringComparer.Ordinal);

    /// <summary>Receivers that have somebody in line and a free slot of their own, each once.</summary>
    private readonly Queue<ReceiverLine> _turns = new();

    private readonly int _maxInAll;
    private readonly int _maxPerReceiver;
    private int _inUse;

    /// <param name="maxInAll">Attempts at one time.</param>
    /// <param name="maxPerReceiver">Attempts at one time to one receiver.</param>
    public DeliverySlots(int maxInAll, int maxPerReceiver)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxInAll, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPerReceiver, 1);
        _maxInAll = maxInAll;
        _maxPerReceiver = maxPerReceiver;
    }

    public int InUse
    {
        get
        {
            lock (_gate)
            {
                return _inUse;
            }
        }
    }

    /// <summary>How many stand in line.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _receivers.Values.Sum(static receiver => receiver.Line.Count);
            }
        }
    }

    /// <summary>Takes a slot, at once where there is one, else when it is one's turn. Disposing of it makes room for the next.</summary>
    /// <exception cref="OperationCanceledException">Given up while in line.</exception>
    public ValueTask<DeliverySlot> TakeAsync(string receiver, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_receivers.TryGetValue(receiver, out var line))
            {
                _receivers.Add(receiver, line = new ReceiverLine(receiver));
            }

            // Nobody is passed over: with a slot free in all, only receivers at their own limit have a line.
            if (_inUse < _maxInAll && line.InUse < _maxPerReceiver)
            {
                return new(Occupy(line));
            }

            var place = line.Line.AddLast(new TaskCompletionSource<DeliverySlot>(TaskCreationOptions.RunContinuationsAsynchronously));
            Queue(line);
            return new(WaitAsync(line, place, cancellationToken));
        }
    }

    internal void Release(ReceiverLine line)
    {
        lock (_gate)
        {
            _inUse--;
            line.InUse--;
            Queue(line);
            Forget(line);
            while (_inUse < _maxInAll && _turns.TryDequeue(out var next))
            {
                next.IsQueued = false;
                if (next.Line.First is { } first)
                {
                    next.Line.RemoveFirst();
                    first.Value.SetResult(Occupy(next));
                    Queue(next);
                }
            }
        }
    }

    private async Task<DeliverySlot> WaitAsync(
        ReceiverLine line, LinkedListNode<TaskCompletionSource<DeliverySlot>> place, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() => GiveUp(line, place, cancellationToken)).ConfigureAwait(false);
        return await place.Value.Task.ConfigureAwait(false);
    }

    private void GiveUp(ReceiverLine line, LinkedListNode<TaskCompletionSource<DeliverySlot>> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Not in the list: it has got its slot at this very moment, and keeps it.
            if (place.List is not null)
            {
                line.Line.Remove(place);
                place.Value.SetCanceled(cancellationToken);
                Forget(line);
            }
        }
    }

    private DeliverySlot Occupy(ReceiverLine line)
    {
        _inUse++;
        line.InUse++;
        return new DeliverySlot(this, line);
    }

    private void Queue(ReceiverLine line)
    {
        if (!line.IsQueued && line.Line.Count > 0 && line.InUse < _maxPerReceiver)
        {
            line.IsQueued = true;
            _turns.Enqueue(line);
        }
    }

    private void Forget(ReceiverLine line)
    {
        if (line is { InUse: 0, Line.Count: 0 })
        {
            _receivers.Remove(line.Receiver);
        }
    }

    /// <summary>The slots of one receiver and who waits for one. Touched under the lock alone.</summary>
    internal sealed class ReceiverLine(string receiver)
    {
        public string Receiver { get; } = receiver;

        public int InUse { get; set; }

        /// <summary>Whether it stands among the receivers that take turns.</summary>
        public bool IsQueued { get; set; }

        public LinkedList<TaskCompletionSource<DeliverySlot>> Line { get; } = new();
    }
}

/// <summary>The right to make one attempt.</summary>
internal sealed class DeliverySlot(DeliverySlots slots, DeliverySlots.ReceiverLine line) : IDisposable
{
    private int _released;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            slots.Release(line);
        }
    }
}
