using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>
/// A state that is kept in a log. There is one discipline: a change joins the open batch, sealing closes it, and it is durable
/// when it is committed; snapshots are taken right after a seal, when the state is as of a known entry.
/// </summary>
internal interface ILoggedState
{
    /// <summary>Whether anything has joined the open batch.</summary>
    bool HasOpenBatch { get; }

    /// <summary>What lies beside the snapshots.</summary>
    ISnapshotParts Parts { get; }

    /// <summary>
    /// Closes the open batch and gives its bytes, which are not in use any more when the next one is closed; that one starts
    /// empty.
    /// </summary>
    ReadOnlyMemory<byte> Seal();

    /// <summary>A batch is durable: time for its effects.</summary>
    void OnCommitted(long sequence);

    /// <summary>
    /// The state as bytes and the entry that it is as of: the one sealed last where changes are applied at once, the one committed
    /// last where they are applied when they are durable.
    /// </summary>
    LogSnapshot Save();

    /// <summary>Puts back a snapshot; false when it is of a form that this version does not read, and nothing has been put back.</summary>
    /// <exception cref="SnapshotNotWholeException">Something is missing that the snapshot refers to.</exception>
    ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken);

    /// <summary>Applies an entry again.</summary>
    ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken);

    /// <summary>Time for what keeps memory small: now and then while a long log is applied again, and when all is quiet.</summary>
    ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken);

    /// <summary>
    /// A snapshot is stored: what is old, in it, and needed by no consumer may leave the log. Others have their turn meanwhile.
    /// </summary>
    /// <param name="snapshotSequence">Of the last entry that the snapshot holds.</param>
    /// <param name="cancellationToken">Cancelled when the activation ends: the next one goes on.</param>
    Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken);

    /// <summary>Earliest instant (UTC ticks) for which the grain must be awake; now while a hop is not acknowledged.</summary>
    long? WakeAt();
}
