using System.Runtime.CompilerServices;

namespace Alerting.Storage.Logs;

/// <summary>
/// Append-only logs by name, each with one writer at a time. Appending is conditional on the sequence, and this is
/// the only protection the system rests on: a second writer of a log is refused, whatever the cluster believes about
/// who is active.
/// </summary>
/// <remarks>
/// Names are 1..256 characters of <c>A-Z a-z 0-9 - _ . : /</c>. Sequences start at 1 and are gapless.
/// Every member throws <see cref="LogStoreUnavailableException"/> when the store cannot be reached.
/// All members are safe for concurrent use.
/// </remarks>
public interface ILogStore
{
    /// <summary>
    /// Appends one batch as one atomic entry. When the task completes with <see cref="AppendResult.Stored"/> the
    /// batch survives the death of the process and of the machine.
    /// </summary>
    /// <param name="log">Name of the log.</param>
    /// <param name="sequence">The sequence of the batch: one above the last one.</param>
    /// <param name="batch">Identity and content.</param>
    /// <param name="wakeAt">Earliest instant (UTC ticks) for which the log's owner must be awake, or null for none;
    /// replaces what the wake index holds for the log, atomically with or (where it gets later) after the append.</param>
    /// <param name="cancellationToken">Gives up waiting; the batch may then be stored or not.</param>
    /// <exception cref="LogOutcomeUnknownException">The answer was lost and reading back did not settle it. Only the
    /// same batch may be tried again at that sequence.</exception>
    Task<AppendResult> AppendAsync(string log, long sequence, LogBatch batch, long? wakeAt, CancellationToken cancellationToken);

    /// <summary>Entries from <paramref name="fromSequence"/> on, in order, to the end of the log as it is when reached.</summary>
    /// <exception cref="LogTrimmedException">Entries from there on were trimmed away.</exception>
    IAsyncEnumerable<LogEntry> ReadAsync(string log, long fromSequence, CancellationToken cancellationToken);

    /// <summary>Sequence of the last entry, 0 for a log without any (also after a trim: the last sequence is remembered).</summary>
    Task<long> LastSequenceAsync(string log, CancellationToken cancellationToken);

    /// <summary>Replaces the snapshot of a log. A snapshot with a lower sequence than the stored one is ignored.</summary>
    Task SaveSnapshotAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);

    /// <summary>The snapshot of a log, or null.</summary>
    Task<LogSnapshot?> ReadSnapshotAsync(string log, CancellationToken cancellationToken);

    /// <summary>Removes the snapshot of a log, if there is one.</summary>
    Task RemoveSnapshotAsync(string log, CancellationToken cancellationToken);

    /// <summary>
    /// The snapshots whose names begin with <paramref name="prefix"/>, in ordinal order. A snapshot that is saved or
    /// removed meanwhile may be among them or not.
    /// </summary>
    IAsyncEnumerable<SnapshotName> ListSnapshotsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>
    /// The snapshots whose names begin with <paramref name="prefix"/>, with what they hold, in ordinal order. A snapshot that is saved or
    /// removed meanwhile may be among them or not. Meant for many small ones; a store that can read several at once does.
    /// </summary>
    async IAsyncEnumerable<NamedSnapshot> ReadSnapshotsAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var name in ListSnapshotsAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (await ReadSnapshotAsync(name.Log, cancellationToken).ConfigureAwait(false) is { } snapshot)
            {
                yield return new NamedSnapshot(name.Log, snapshot);
            }
        }
    }

    /// <summary>Removes entries below <paramref name="beforeSequence"/>. The last entry always stays.</summary>
    Task TrimAsync(string log, long beforeSequence, CancellationToken cancellationToken);

    /// <summary>Names of the logs that have at least one entry and begin with <paramref name="prefix"/>, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>
    /// The last sequences of the logs that have at least one entry and whose names begin with <paramref name="prefix"/>, in ordinal order
    /// of the names. Each is at least what it was when this was called. A store that can read several at once does.
    /// </summary>
    async IAsyncEnumerable<LogHead> ListHeadsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var log in ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            yield return new LogHead(log, await LastSequenceAsync(log, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Logs whose wake instant is at or before <paramref name="before"/> (UTC ticks), earliest first.</summary>
    Task<IReadOnlyList<DueLog>> DueAsync(long before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the wake instant of a log without an append; null for none. The change may be lost in a crash, so it
    /// must only be used for a later instant or for none: a needless wake is harmless, a missing one is not. Ignored
    /// unless <paramref name="sequence"/> is still the last sequence of the log.
    /// </summary>
    Task SetWakeAsync(string log, long sequence, long? wakeAt, CancellationToken cancellationToken);

    /// <summary>The time by the store's own clock; null where the store runs in this process and has none of its own.</summary>
    Task<DateTimeOffset?> GetUtcNowAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}

/// <summary>What one append stores.</summary>
/// <param name="Id">Distinguishes a repeated append of the same batch from an append by another writer.</param>
/// <param name="Payload">Opaque to the store; must not be changed until the append has completed.</param>
public readonly record struct LogBatch(Guid Id, ReadOnlyMemory<byte> Payload);

/// <summary>One entry of a log.</summary>
/// <param name="Sequence">Sequence of the entry, from 1.</param>
/// <param name="BatchId">The <see cref="LogBatch.Id"/> of the batch.</param>
/// <param name="Payload">The bytes that were appended.</param>
public readonly record struct LogEntry(long Sequence, Guid BatchId, ReadOnlyMemory<byte> Payload);

/// <summary>The state of a log's owner as of one of its entries.</summary>
/// <param name="Sequence">The last entry that the state contains.</param>
/// <param name="State">Opaque to the store.</param>
public sealed record LogSnapshot(long Sequence, ReadOnlyMemory<byte> State);

/// <summary>A snapshot without its content.</summary>
/// <param name="Log">The name under which it was saved.</param>
/// <param name="Sequence">The sequence with which it was saved.</param>
public readonly record struct SnapshotName(string Log, long Sequence);

/// <summary>A snapshot with its name.</summary>
/// <param name="Log">The name under which it was saved.</param>
public readonly record struct NamedSnapshot(string Log, LogSnapshot Snapshot);

/// <summary>How far a log has got.</summary>
/// <param name="Log">Name of the log.</param>
/// <param name="Sequence">Sequence of its last entry, from 1.</param>
public readonly record struct LogHead(string Log, long Sequence);

/// <summary>An entry of the wake index.</summary>
/// <param name="Log">Name of the log.</param>
/// <param name="WakeAt">UTC ticks.</param>
public readonly record struct DueLog(string Log, long WakeAt);

/// <summary>The outcome of an append.</summary>
public enum AppendResult
{
    /// <summary>The batch is stored at this sequence, by this call or by an earlier one with the same id.</summary>
    Stored,

    /// <summary>Another batch has this sequence, or the sequence is not the next one: the caller is not the writer any more.</summary>
    Refused,
}

/// <summary>The store cannot be reached or cannot write now; nothing was stored.</summary>
[GenerateSerializer, Alias("alerting.LogStoreUnavailableException")]
public class LogStoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>It could not be found out whether the batch was stored.</summary>
[GenerateSerializer, Alias("alerting.LogOutcomeUnknownException")]
public sealed class LogOutcomeUnknownException(string message, Exception? inner = null) : LogStoreUnavailableException(message, inner);

/// <summary>The entry to be read from was trimmed.</summary>
[GenerateSerializer, Alias("alerting.LogTrimmedException")]
public sealed class LogTrimmedException(string log, long requested, long first)
    : Exception($"Log '{log}' starts at {first}; {requested} was trimmed away.")
{
    [Id(0)] public long Requested { get; } = requested;

    /// <summary>The first sequence that can still be read.</summary>
    [Id(1)] public long First { get; } = first;
}
