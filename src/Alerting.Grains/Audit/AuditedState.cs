using Alerting.Engine.Wire;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Audit;

/// <summary>
/// A state whose entries have records of who did what beside them. The state itself knows nothing of that: it seals, saves and
/// reads what it always did.
/// </summary>
internal sealed class AuditedState(ILoggedState state, AuditTrail trail, LogPosition position, LogServices log) : ILoggedState
{
    /// <summary>The first byte of a snapshot that knows of records the audit log may not have; no other begins with it.</summary>
    private const byte Mark = 0xAD;

    public bool HasOpenBatch => state.HasOpenBatch || trail.HasOpen;

    public ISnapshotParts Parts => state.Parts;

    public ReadOnlyMemory<byte> Seal() => trail.Seal(position.Open, state.Seal());

    public void OnCommitted(long sequence)
    {
        state.OnCommitted(sequence);
        trail.Committed(sequence);
    }

    public LogSnapshot Save()
    {
        var saved = state.Save();
        if (trail.FirstNeeded > saved.Sequence)
        {
            return saved;
        }

        var writer = new WireWriter(saved.State.Length + 64);
        writer.Byte(Mark);
        trail.Save(writer);
        writer.Raw(saved.State.Span);
        return saved with { State = writer.Written };
    }

    public ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Span is not [Mark, ..])
        {
            return state.RestoreAsync(snapshot, cancellationToken);
        }

        var reader = new WireReader(snapshot[1..]);
        trail.Restore(reader);
        return state.RestoreAsync(reader.Rest(), cancellationToken);
    }

    public ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        if (!entry.HasRecords())
        {
            return state.ReplayAsync(entry, cancellationToken);
        }

        trail.Replayed(entry.Sequence);
        return state.ReplayAsync(entry with { Payload = entry.Content() }, cancellationToken);
    }

    public ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken) =>
        state.ReduceMemoryAsync(isRecovering, cancellationToken);

    public Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        state.TrimAsync(Math.Min(snapshotSequence, trail.FirstNeeded - 1), cancellationToken);

    public Task RestAsync(CancellationToken cancellationToken) => state.RestAsync(cancellationToken);

    public long? WakeAt() => trail.IsBehind ? log.Now : state.WakeAt();
}
