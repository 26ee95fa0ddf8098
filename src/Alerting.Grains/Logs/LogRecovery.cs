using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>Rebuilds a state from its snapshot and the entries of the log after it, however many there are.</summary>
internal sealed class LogRecovery(LogServices log, ILoggedState state, LogPosition position, SnapshotWriter snapshots)
{
    // After this much of a long log, memory is reduced, and a snapshot may record how far the recovery is.
    private const int PageBytes = 4 << 20;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(25);

    /// <exception cref="LogStoreUnavailableException">The store cannot be read, or the snapshot is incomplete; the
    /// next recovery does without it.</exception>
    /// <exception cref="LogStoreUnusableException">An entry of the log is damaged.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await ReadSnapshotAsync(cancellationToken) is { } snapshot)
        {
            await RestoreAsync(snapshot, cancellationToken);
        }

        long page = 0;
        var turn = log.Clock.GetTimestamp();
        await foreach (var entry in log.Store.ReadAsync(log.Name, position.Committed + 1, cancellationToken))
        {
            if (entry.Sequence != position.Committed + 1)
            {
                throw new InvalidDataException($"Log '{log.Name}' goes on with {entry.Sequence} after {position.Committed}.");
            }

            await ReplayAsync(entry, cancellationToken);
            position.Committed = entry.Sequence;
            snapshots.Replayed(entry.Payload.Length);
            page += entry.Payload.Length;
            if (page >= PageBytes)
            {
                page = 0;
                await state.ReduceMemoryAsync(isRecovering: true, cancellationToken);
                await snapshots.SaveInRecoveryAsync();
            }

            if (log.Clock.GetElapsedTime(turn) > s_turn)
            {
                // Lets other calls run, which then learn that the recovery takes longer.
                await Task.Yield();
                turn = log.Clock.GetTimestamp();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Whether reading failed because of the content, and not because of the store or a cancellation.</summary>
    private static bool IsUnreadable(Exception exception) => exception is not
        (LogStoreUnavailableException or OperationCanceledException or OrleansException or TimeoutException or OutOfMemoryException);

    /// <summary>The snapshot; null where there is none that can be read, and the log contains everything.</summary>
    private async Task<LogSnapshot?> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await log.Store.ReadSnapshotAsync(log.Name, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or LogStoreUnusableException { Fault: LogStoreFault.Damaged })
        {
            GrainLog.SnapshotNotRead(log.Logger, exception, log.Name);
            return null;
        }
    }

    private async Task RestoreAsync(LogSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            if (!await state.RestoreAsync(snapshot.State, cancellationToken))
            {
                GrainLog.SnapshotOfAnotherVersion(log.Logger, log.Name, snapshot.Sequence);
                return;
            }
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            if (await IsTrimmedAsync(cancellationToken))
            {
                throw new LogStoreUnusableException(
                    LogStoreFault.Damaged,
                    $"The snapshot of '{log.Name}' is damaged, and the log does not hold all that it held: {exception.Message} "
                        + "Put the store back from a backup.",
                    exception);
            }

            // The state is half restored and must not be used. The next activation replays the log, which contains
            // everything.
            GrainLog.SnapshotNotWhole(log.Logger, exception, log.Name, snapshot.Sequence);
            await log.Store.RemoveSnapshotAsync(log.Name, cancellationToken);
            throw new LogStoreUnavailableException($"The snapshot of '{log.Name}' is not whole.", exception);
        }

        position.Committed = snapshot.Sequence;
        snapshots.Restored(snapshot);
    }

    /// <summary>Whether the first entries were trimmed: then only a snapshot has what they contained.</summary>
    private async Task<bool> IsTrimmedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in log.Store.ReadAsync(log.Name, 1, cancellationToken))
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

    private async ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await state.ReplayAsync(entry, cancellationToken);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new LogStoreUnusableException(
                LogStoreFault.Damaged,
                $"Entry {entry.Sequence} of log '{log.Name}' is damaged and the log is not written any more: {exception.Message} "
                    + "Put the store back from a backup.",
                exception);
        }
    }
}
