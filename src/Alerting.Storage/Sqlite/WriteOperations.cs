using Alerting.Storage.Logs;

namespace Alerting.Storage.Sqlite;

internal sealed class AppendOperation(string log, long sequence, LogBatch batch, long? wakeAt) : WriteOperation<AppendResult>
{
    public override int Size => 64 + batch.Payload.Length;

    protected override AppendResult Run(WriteSession session) => session.Append(log, sequence, batch, wakeAt);
}

internal sealed class SetWakeOperation(string log, long sequence, long? wakeAt) : WriteOperation<bool>
{
    public override bool CanWait => true;

    protected override bool Run(WriteSession session) => session.SetWake(log, sequence, wakeAt);
}

/// <summary>Removes a part of what is to be trimmed. The result says whether some is left.</summary>
internal sealed class TrimOperation(string log, long beforeSequence) : WriteOperation<bool>
{
    // One per group is enough: rows are removed page by page, and each changed page has to be written.
    public override int Size => 1 << 20;

    protected override bool Run(WriteSession session) => session.Trim(log, beforeSequence);
}

/// <summary>
/// Saves a snapshot of one chunk at most, unless there is a later one. The result is the id of the snapshot of whose chunks some are
/// still to be removed, if there is one.
/// </summary>
internal sealed class SaveSnapshotOperation(string log, long sequence, long snapshotId, ReadOnlyMemory<byte> state) : WriteOperation<long?>
{
    public override int Size => 64 + state.Length;

    public override bool CanWait => true;

    protected override long? Run(WriteSession session) => session.Snapshots.Save(log, sequence, snapshotId, state.Span);
}

internal sealed class WriteChunkOperation(long snapshotId, int chunk, ReadOnlyMemory<byte> data) : WriteOperation<bool>
{
    public override int Size => data.Length;

    protected override bool Run(WriteSession session)
    {
        session.Snapshots.Write(snapshotId, chunk, data.Span);
        return true;
    }
}

/// <summary>
/// Makes complete chunks the snapshot of a log. The result is the id of the snapshot whose chunks are unused now, if
/// there is one.
/// </summary>
internal sealed class AdoptSnapshotOperation(string log, long sequence, long snapshotId, int length) : WriteOperation<long?>
{
    protected override long? Run(WriteSession session) => session.Snapshots.Adopt(log, sequence, snapshotId, length);
}

/// <summary>Removes the snapshot of a log without its chunks. The result is their id, if there was a snapshot.</summary>
internal sealed class RemoveSnapshotOperation(string log) : WriteOperation<long?>
{
    protected override long? Run(WriteSession session) => session.Snapshots.Remove(log);
}

/// <summary>Removes some chunks of a snapshot. The result says whether there may be more.</summary>
internal sealed class RemoveChunksOperation(long snapshotId) : WriteOperation<bool>
{
    public override int Size => 1 << 20;

    protected override bool Run(WriteSession session) => session.Snapshots.RemoveChunks(snapshotId);
}

/// <summary>Moves the entries of a log to where readers find them.</summary>
internal sealed class SettleOperation(string log) : WriteOperation<bool>
{
    protected override bool Run(WriteSession session)
    {
        session.Settle(log);
        return true;
    }
}

/// <summary>Changes nothing; the commit checks the store's files.</summary>
internal sealed class LookAfterFilesOperation : WriteOperation<bool>
{
    protected override bool Run(WriteSession session) => true;
}

/// <summary>Corrects what the table of logs says is due; see <see cref="WriteSession.Due"/>.</summary>
internal sealed class DueOperation(IReadOnlyList<DueLog> found, long before, int limit) : WriteOperation<IReadOnlyList<DueLog>?>
{
    protected override IReadOnlyList<DueLog>? Run(WriteSession session) => session.Due(found, before, limit);
}
