using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Regions;

// What the log and the snapshots of a region hold, and how they are applied again.
internal sealed partial class RegionGrain
{
    /// <summary>What a snapshot begins with; the last byte changes with what follows.</summary>
    private static readonly byte[] s_snapshotForm = "AR\u0005"u8.ToArray();
    private static readonly byte[] s_formerSnapshotForm = "AR\u0004"u8.ToArray();

    private readonly RegionOutput _replayed = new() { WantsIncidents = false };

    /// <summary>Size of the last snapshot: the next one will be of that order.</summary>
    private int _savedBytes;

    protected override ISnapshotParts Parts => _archive;

    protected override ReadOnlyMemory<byte> Seal()
    {
        _ledger.Seal(OpenSequence);
        _parent?.Seal(OpenSequence);
        _sealedSteps = _entry.Count;
        return _entry.Finish();
    }

    protected override LogSnapshot Save()
    {
        _archive.WriteParts();
        var writer = new WireWriter(_savedBytes + (_savedBytes / 2));
        writer.Raw(s_snapshotForm);
        writer.Fixed(_changedAt);
        _ledger.Save(writer);
        _archive.Save(writer);
        _engine.Save(writer);
        _savedBytes = writer.Length;
        return new LogSnapshot(SealedSequence, writer.Written);
    }

    protected override async ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        if (!snapshot.Span.StartsWith(s_snapshotForm) && !snapshot.Span.StartsWith(s_formerSnapshotForm))
        {
            return false;
        }

        var reader = new WireReader(snapshot[s_snapshotForm.Length..]);
        _changedAt = reader.Fixed();
        _ledger.Restore(reader);
        _archive.Restore(reader);
        await _archive.RestoreAsync(_engine.BeginRestore(reader), cancellationToken);
        _engine.EndRestore(reader);
        return true;
    }

    protected override async ValueTask ReduceMemoryAsync(bool isRecovering, CancellationToken cancellationToken)
    {
        // Incidents leave memory when the region above knows them; it may have to read a long log of its own.
        if (isRecovering && _parent is not null)
        {
            await _parent.LearnAsync(cancellationToken);
        }

        _archive.PutAway();
        _entry.Shrink();
    }

    protected override async ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        var content = RegionLogReader.Read(entry.Payload);
        _engine.Sequence = entry.Sequence;
        foreach (var step in content.Steps)
        {
            if (step.Input is { } input)
            {
                while (_engine.BlocksFor(input) is { Count: > 0 } blocks)
                {
                    await _archive.BringBackAsync(blocks, cancellationToken);
                }

                _engine.Apply(step.Now, input, _replayed);
            }
            else
            {
                _engine.Advance(step.Now, _replayed);
            }

            _changedAt = _engine.Now;
        }

        if (content.Revisions.Count > 0)
        {
            _ledger.Replayed(new RegionRevisions(entry.Sequence, content.Revisions));
        }

        _replayed.Clear();
    }
}
