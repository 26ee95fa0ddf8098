using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

// What leaves the log when it is old: after a snapshot, for a log is never trimmed beyond what one holds.
internal abstract partial class EventSourcedGrain
{
    private Task _trimming = Task.CompletedTask;

    /// <summary>
    /// A snapshot is stored: what is old, in it, and needed by no consumer may leave the log. Others have their turn meanwhile.
    /// </summary>
    /// <param name="snapshotSequence">Of the last entry that the snapshot holds.</param>
    /// <param name="cancellationToken">Cancelled when the activation ends: the next one goes on.</param>
    protected virtual Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) => Task.CompletedTask;

    private void StartTrimming(long snapshotSequence)
    {
        if (_trimming.IsCompleted && _recovery.IsCompletedSuccessfully && !_ended)
        {
            _trimming = TrimOrTellAsync(snapshotSequence);
        }
    }

    private async Task TrimOrTellAsync(long snapshotSequence)
    {
        try
        {
            await TrimAsync(snapshotSequence, Stopping);
        }
        catch (Exception exception)
        {
            // It is tried again after the next snapshot.
            if (!Stopping.IsCancellationRequested)
            {
                GrainLog.NotTrimmed(_logger, exception, LogName);
            }
        }
    }

    /// <summary>Whether the log begins later than with its first entry: then only a snapshot tells what was before.</summary>
    private async Task<bool> IsTrimmedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _store.ReadAsync(LogName, 1, cancellationToken))
            {
                break;
            }

            return false;
        }
        catch (LogTrimmedException)
        {
            return true;
        }
    }
}
