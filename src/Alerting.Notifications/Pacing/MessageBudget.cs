namespace Alerting.Notifications.Pacing;

/// <summary>
/// The last messages of a subscription that has a limit a minute: when they were to be sent, as many as the limit at most. Digests
/// do not count. Instants are UTC ticks.
/// </summary>
internal sealed class MessageBudget
{
    private const long Minute = TimeSpan.TicksPerMinute;

    private readonly Queue<long> _sent = new();

    /// <summary>How many there were in the minute up to an instant.</summary>
    public int CountAt(long now) => _sent.Count(sent => now - sent < Minute);

    /// <summary>Another message is to be sent.</summary>
    /// <param name="now">When.</param>
    /// <param name="most">The limit; null: there is none, and nothing is kept.</param>
    public void Spend(long now, int? most)
    {
        if (most is not { } limit)
        {
            _sent.Clear();
            return;
        }

        _sent.Enqueue(now);
        while (_sent.Count > limit || (_sent.TryPeek(out var first) && now - first >= Minute))
        {
            _sent.Dequeue();
        }
    }

    public void Clear() => _sent.Clear();

    /// <summary>Null where there are none.</summary>
    public IReadOnlyList<long>? ToSnapshot() => _sent.Count == 0 ? null : [.. _sent];

    public void Restore(IReadOnlyList<long>? sent)
    {
        foreach (var instant in sent ?? [])
        {
            _sent.Enqueue(instant);
        }
    }
}
