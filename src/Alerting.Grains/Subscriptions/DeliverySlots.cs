namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Bounds how many attempts this process makes at one time, to one host and in all. Who finds no place stands in line:
/// each host has its own, and hosts take turns. A subscription stands in line once, however many deliveries it has, and
/// takes what is due only when it has a place. So a receiver that never answers costs 8 places, not a socket for each
/// subscription, and a subscription with a long backlog does not hold up those behind it.
/// </summary>
internal sealed class DeliverySlots
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HostLine> _hosts = new(StringComparer.Ordinal);

    /// <summary>Hosts that have somebody in line and room of their own, each once.</summary>
    private readonly Queue<HostLine> _turns = new();

    private readonly int _maxInAll;
    private readonly int _maxPerHost;
    private int _inUse;

    /// <param name="maxInAll">Attempts at one time.</param>
    /// <param name="maxPerHost">Attempts at one time to one host.</param>
    public DeliverySlots(int maxInAll, int maxPerHost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxInAll, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPerHost, 1);
        _maxInAll = maxInAll;
        _maxPerHost = maxPerHost;
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
                return _hosts.Values.Sum(static host => host.Line.Count);
            }
        }
    }

    /// <summary>What counts as one host: a name or address and a port, which is where one receiver listens.</summary>
    public static string HostOf(string url)
    {
        var uri = new Uri(url);
        return $"{uri.IdnHost}:{uri.Port}";
    }

    /// <summary>Takes a place, at once where there is one, else when it is one's turn. Disposing of it makes room for the next.</summary>
    /// <exception cref="OperationCanceledException">Given up while in line.</exception>
    public ValueTask<DeliverySlot> TakeAsync(string host, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_hosts.TryGetValue(host, out var line))
            {
                _hosts.Add(host, line = new HostLine(host));
            }

            // While there is a place in all, nobody is in line whose host has room.
            if (_inUse < _maxInAll && line.InUse < _maxPerHost)
            {
                return new(Occupy(line));
            }

            var place = line.Line.AddLast(new TaskCompletionSource<DeliverySlot>(TaskCreationOptions.RunContinuationsAsynchronously));
            Queue(line);
            return new(WaitAsync(line, place, cancellationToken));
        }
    }

    internal void Release(HostLine line)
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
        HostLine line, LinkedListNode<TaskCompletionSource<DeliverySlot>> place, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() => GiveUp(line, place, cancellationToken)).ConfigureAwait(false);
        return await place.Value.Task.ConfigureAwait(false);
    }

    private void GiveUp(HostLine line, LinkedListNode<TaskCompletionSource<DeliverySlot>> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Else it has just got its turn.
            if (place.List is not null)
            {
                line.Line.Remove(place);
                place.Value.SetCanceled(cancellationToken);
                Forget(line);
            }
        }
    }

    private DeliverySlot Occupy(HostLine line)
    {
        _inUse++;
        line.InUse++;
        return new DeliverySlot(this, line);
    }

    private void Queue(HostLine line)
    {
        if (!line.IsQueued && line.Line.Count > 0 && line.InUse < _maxPerHost)
        {
            line.IsQueued = true;
            _turns.Enqueue(line);
        }
    }

    private void Forget(HostLine line)
    {
        if (line is { InUse: 0, Line.Count: 0 })
        {
            _hosts.Remove(line.Host);
        }
    }

    /// <summary>The places of one host and who waits for one. Touched under the lock alone.</summary>
    internal sealed class HostLine(string host)
    {
        public string Host { get; } = host;

        public int InUse { get; set; }

        /// <summary>Whether it stands among the hosts that take turns.</summary>
        public bool IsQueued { get; set; }

        public LinkedList<TaskCompletionSource<DeliverySlot>> Line { get; } = new();
    }
}

/// <summary>A place for one attempt.</summary>
internal sealed class DeliverySlot(DeliverySlots slots, DeliverySlots.HostLine line) : IDisposable
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
