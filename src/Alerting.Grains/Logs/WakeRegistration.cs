using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>
/// What the wake index holds for a log. An instant that gets earlier is stored with the batch that makes it so; one that gets
/// later by itself when there is time, for a needless wake does no harm. Instants are UTC ticks.
/// </summary>
internal sealed class WakeRegistration(LogServices log)
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(1);

    // What the index holds at first is not known, but most likely an instant that has passed.
    private long? _stored = 0;

    /// <summary>
    /// What to store with a batch: while a grain works without pause the index is written once a second and not with every
    /// batch.
    /// </summary>
    public long? ToStore(long? wakeAt)
    {
        var now = log.Now;
        return IsStored(wakeAt, now) && _stored > now - s_renewal.Ticks ? _stored : wakeAt;
    }

    /// <summary>This was stored with a batch.</summary>
    public void IsStoredAs(long? wakeAt) => _stored = wakeAt;

    /// <summary>Moves the instant without a batch if the index says another one; answers whether it is there now.</summary>
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

    /// <summary>Whether the index says as much: two instants in the past mean the same.</summary>
    private bool IsStored(long? wakeAt, long now) => wakeAt == _stored || (wakeAt <= now && _stored <= now);
}
