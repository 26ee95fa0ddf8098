using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
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

    protected override bool WantsSnapshot => _archive.WantsSnapshot;

    protected override Task<long> SavePartsAsync(long sequence) => _archive.StoreAsync(sequence);

    protected override Task SavedAsync() => _archive.StoredAsync();

    protected override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken)
    {
        var needed = Math.Min(_ledger.FirstNeeded, _parent?.FirstNeeded ?? long.MaxValue);
        return _age.TrimAsync(Math.Min(snapshotSequence + 1, needed), cancellationToken);
    }

    protected override ReadOnlyMemory<byte> Seal()
    {
        _ledger.Seal(OpenSequence);
        _parent?.Seal(OpenSequence);
        _sealedSteps = _entry.Count;
        return _entry.Finish();
    }

    protected override ReadOnlyMemory<byte> Save()
    {
        _archive.WriteParts();
        var writer = new WireWriter(_savedBytes + (_savedBytes / 2));
        writer.Raw(s_snapshotForm);
        writer.Fixed(_changedAt);
        _ledger.Save(writer);
        _archive.Save(writer);
        _engine.Save(writer);
        _savedBytes = writer.Length;
        return writer.Written;
    }

    protected override bool CanRestore(ReadOnlyMemory<byte> snapshot) => snapshot.Span.StartsWith(s_snapshotForm) || snapshot.Span.StartsWith(s_formerSnapshotForm);

    protected override async ValueTask RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        var reader = new WireReader(snapshot[s_snapshotForm.Length..]);
        _changedAt = reader.Fixed();
        _ledger.Restore(reader);
        _archive.Restore(reader);
        await _archive.RestoreAsync(_engine.BeginRestore(reader), cancellationToken);
        _engine.EndRestore(reader);
    }

    protected override async ValueTask ReplayPausedAsync(CancellationToken cancellationToken)
    {
        // Incidents leave memory when the region above knows them; it may have to read a long log of its own.
        if (_parent is not null)
        {
            await _parent.LearnAsync(cancellationToken);
        }

        _archive.PutAway();
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
