using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>
/// Keeps the wake index up to date for a log. An earlier instant is stored together with the batch that causes it. A
/// later one is stored separately, when there is time, because a needless wake does no harm. Instants are UTC ticks.
/// </summary>
internal sealed class WakeRegistration(LogServices log)
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(1);

    // What the index contains is not known at first; most likely an instant that has passed.
    private long? _stored = 0;

    /// <summary>
    /// The instant to store with a batch, or null. While a grain works without pause, the index is written once a
    /// second and not with every batch.
    /// </summary>
    public long? ToStore(long? wakeAt)
    {
        var now = log.Now;
        return IsStored(wakeAt, now) && _stored > now - s_renewal.Ticks ? _stored : wakeAt;
    }

    /// <summary>This instant was stored with a batch.</summary>
    public void IsStoredAs(long? wakeAt) => _stored = wakeAt;

    /// <summary>Stores the instant on its own if the index has another one; returns whether the index is right now.</summary>
    public async Task<bool> MoveAsync(long? wakeAt, LogPosition position, CancellationToken cancellationToken)
    {
        if (IsStored(wakeAt, log.Now))
        {
            return true;
        }

        var sequence = position.Committed;
        try
        {
            await log.Store.SetWakeAsync(log.Name, sequence, wakeAt, cancellationToken);
            if (sequence == position.Committed)
            {
                _stored = wakeAt;
            }

            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            GrainLog.WakeNotMoved(log.Logger, exception, log.Name);
            return false;
        }
    }

    /// <summary>Whether the index has the same meaning: two instants in the past are equivalent.</summary>
    private bool IsStored(long? wakeAt, long now) => wakeAt == _stored || (wakeAt <= now && _stored <= now);
}
