using Alerting.Storage.Logs;

namespace Alerting.Grains.Logs;

/// <summary>
/// A state that is kept in a log. A change joins the open batch, <see cref="Seal"/> closes that batch, and
/// <see cref="OnCommitted"/> is called when it is durable. Snapshots are taken directly after a seal, when it is known as
/// of which entry the state is.
/// </summary>
internal interface ILoggedState
{
    /// <summary>Whether a change has joined the open batch.</summary>
    bool HasOpenBatch { get; }

    /// <summary>What is stored beside the snapshots.</summary>
    ISnapshotParts Parts { get; }

    /// <summary>
    /// Closes the open batch and returns its bytes, which stay valid until the next batch is closed. An empty batch
    /// is opened.
    /// </summary>
    ReadOnlyMemory<byte> Seal();

    /// <summary>A batch is durable, so its effects may be carried out.</summary>
    void OnCommitted(long sequence);

    /// <summary>
    /// The state as bytes, and the entry as of which it is: the one sealed last where changes are applied at once,
    /// the one committed last where they are applied when durable.
    /// </summary>
    LogSnapshot Save();

    /// <summary>Restores a snapshot. False when its format is not known to this version; then nothing was restored.</summary>
    /// <exception cref="SnapshotIncompleteException">A part that the snapshot refers to is missing.</exception>
    ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken);

    /// <summary>Applies a stored entry again.</summary>
    ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken);

    /// <summary>Called to reduce memory: from time to time while a long log is replayed, and when the load is over.</summary>
    ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken);

    /// <summary>
    /// A snapshot was stored, so entries that are old, contained in it and needed by no consumer can be trimmed.
    /// Other calls may run meanwhile.
    /// </summary>
    /// <param name="snapshotSequence">Of the last entry that the snapshot holds.</param>
    /// <param name="cancellationToken">Cancelled when the activation ends; the next one continues.</param>
    Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken);

    /// <summary>
    /// Called when the load is over, everything is durable and there is nothing left to free, and when the activation ends. Other calls
    /// may run meanwhile. Must not fail.
    /// </summary>
    Task RestAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Earliest instant (UTC ticks) for which the grain must be awake; a past one while a consumer has not acknowledged.</summary>
    long? WakeAt();
}
