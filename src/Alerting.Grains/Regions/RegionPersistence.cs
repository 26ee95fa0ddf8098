using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Grains.Audit;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Regions;

/// <summary>Reads and writes the log entries and snapshots of a region.</summary>
internal sealed class RegionPersistence(RegionEngine engine, OpenEntry entry, AlertForwarder ledger, RegionArchive archive)
{
    /// <summary>The first bytes of a snapshot; the last of them is the version of the format.</summary>
    private static readonly byte[] s_form = "AR\u0007"u8.ToArray();
    private static readonly byte[][] s_formerForms = ["AR\u0006"u8.ToArray(), "AR\u0005"u8.ToArray(), "AR\u0004"u8.ToArray()];

    /// <summary>Null before an entry was replayed.</summary>
    private RegionOutput? _replayed;

    /// <summary>Size of the last snapshot, which the next one will be close to.</summary>
    private int _savedBytes;

    /// <summary>When an entry was recorded, UTC ticks; null where it has no step.</summary>
    public static long? RecordedAt(LogEntry entry) => RegionLogReader.Read(entry.Content()).Steps is [var step, ..] ? step.Now : null;

    public ReadOnlyMemory<byte> Save()
    {
        var snapshot = archive.Prepare();
        var writer = new WireWriter(_savedBytes + (_savedBytes / 2));
        writer.Raw(s_form);
        writer.Fixed(entry.ChangedAt);
        ledger.Save(writer);
        archive.Save(writer);
        snapshot.Write(writer);
        _savedBytes = writer.Length;
        return writer.Written;
    }

    /// <summary>Restores a snapshot. False when its format is not known to this version.</summary>
    /// <exception cref="SnapshotIncompleteException">A part that the snapshot refers to is missing.</exception>
    public async ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        if (!snapshot.Span.StartsWith(s_form) && !Array.Exists(s_formerForms, form => snapshot.Span.StartsWith(form)))
        {
            return false;
        }

        var reader = new WireReader(snapshot[s_form.Length..]);
        entry.ChangedAt = reader.Fixed();
        ledger.Restore(reader);
        archive.Restore(reader);
        await engine.Snapshot.RestoreAsync(reader, part => archive.ReadAsync(part, cancellationToken));
        return true;
    }

    /// <summary>Applies a stored entry again.</summary>
    public async ValueTask ReplayAsync(LogEntry stored, CancellationToken cancellationToken)
    {
        _replayed ??= new RegionOutput { WantsIncidents = false };
        var content = RegionLogReader.Read(stored.Payload);
        engine.Rules = content.Rules;
        foreach (var (now, input) in content.Steps)
        {
            if (input is null)
            {
                engine.Advance(now, _replayed);
            }
            else
            {
                while (engine.Archive.BlocksFor(input) is { Count: > 0 } blocks)
                {
                    await archive.RestoreAsync(blocks, cancellationToken);
                }

                engine.Apply(stored.Sequence, now, input, _replayed);
            }

            entry.ChangedAt = engine.Now;
        }

        engine.Rules = JudgingRules.Current;
        if (content.Revisions.Count > 0)
        {
            ledger.Replayed(new RegionRevisions(stored.Sequence, content.Revisions));
        }

        _replayed.Clear();
    }
}
