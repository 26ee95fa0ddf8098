using System.Text.Json;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Engine.Wire;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <content>The whole state as bytes and back.</content>
public sealed partial class RegionEngine
{
    private const byte SnapshotFormat = 5;

    /// <summary>It told by threshold since when the level has been below its bound.</summary>
    private const byte FormerSnapshotFormat = 4;

    private bool _isFormerSnapshot;

    /// <summary>
    /// Writes the state, with the facts that are in no part of <see cref="WriteParts"/> that has a name; to be called
    /// between inputs.
    /// </summary>
    public void Save(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Byte(SnapshotFormat);
        writer.Fixed(_now);
        writer.Fixed(Sequence);
        writer.Fixed(_level.Own.Reference);
        writer.Double(_level.Own.Scaled);
        writer.Fixed(_level.Subtree.Reference);
        writer.Double(_level.Subtree.Scaled);
        writer.Byte((byte)_level.Computed);
        writer.Byte((byte)_shown.Level);
        writer.Fixed(_shown.Since);
        RegionLogWriter.WriteOverride(writer, _shown.Override);
        writer.Unsigned((ulong)_shown.Below.Count);
        foreach (var (code, level) in _shown.Below)
        {
            writer.Shared(code);
            writer.Byte((byte)level);
        }

        writer.Unsigned((ulong)_childSequences.Count);
        foreach (var (code, sequence) in _childSequences)
        {
            writer.Shared(code);
            writer.Fixed(sequence);
        }

        writer.Unsigned((ulong)_history.Count);
        foreach (var change in _history)
        {
            writer.Fixed(change.At);
            writer.Byte((byte)change.From);
            writer.Byte((byte)change.To);
            writer.Double(change.Score);
            writer.Shared(change.Reason);
        }

        SaveFacts(writer);
        SaveCold(writer);
        writer.Unsigned((ulong)_removed.Count);
        foreach (var (region, id, sequence) in _removed)
        {
            writer.Shared(region);
            writer.Unique(id);
            writer.Fixed(sequence);
        }

        writer.Unsigned((ulong)_thresholds.Count);
        foreach (var state in _thresholds.Values)
        {
            Save(writer, state);
        }

        _level.Below.Save(writer);
    }

    /// <summary>
    /// Puts back what <see cref="Save"/> wrote into an engine that has not seen an input yet, but for the parts that it
    /// answers: after this <see cref="RestorePart"/> is to be called for each of them and then <see cref="EndRestore"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not a snapshot of a known format.</exception>
    public IReadOnlyList<SnapshotPart> BeginRestore(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var format = reader.Byte();
        _isFormerSnapshot = format == FormerSnapshotFormat;
        if (format != SnapshotFormat && !_isFormerSnapshot)
        {
            throw new InvalidDataException($"Unknown format {format} of a region's snapshot.");
        }

        _now = reader.Fixed();
        Sequence = reader.Fixed();
        _level.Own.Restore(reader.Fixed(), reader.Double());
        _level.Subtree.Restore(reader.Fixed(), reader.Double());
        _level.Restore((ThreatLevel)reader.Byte());
        _shown.Restore((ThreatLevel)reader.Byte(), reader.Fixed());
        _shown.SetOverride(RegionLogReader.ReadOverride(reader), null);
        for (var i = reader.Count(); i > 0; i--)
        {
            _shown.SetBelow(reader.Shared(), (ThreatLevel)reader.Byte());
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            _childSequences[reader.Shared()] = reader.Fixed();
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            _history.Add(new LevelChange(reader.Fixed(), (ThreatLevel)reader.Byte(), (ThreatLevel)reader.Byte(), reader.Double(), reader.Shared()));
        }

        return BeginFacts(reader);
    }

    /// <summary>Puts back the rest, when all parts are back.</summary>
    public void EndRestore(WireReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        EndFacts(reader);
        RestoreCold(reader);
        for (var i = reader.Count(); i > 0; i--)
        {
            _removed.Add((reader.Shared(), reader.Unique(), reader.Fixed()));
        }

        var below = new List<(double Bound, long Since)>();
        for (var i = reader.Count(); i > 0; i--)
        {
            var state = RestoreThreshold(reader, below);
            _thresholds[state.Id] = state;
            if (state.Version is { InForce: true } version && Applies(version.Definition!))
            {
                state.Watch = Watch(state, reader);
            }
        }

        Rewatch();
        if (_isFormerSnapshot)
        {
            _level.Below.Restore(_level.Computed, below);
        }
        else
        {
            _level.Below.Restore(reader);
        }
    }

    private static void Save(WireWriter writer, ThresholdState state)
    {
        writer.Shared(state.Id);
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(state.Version!, AlertJson.Wire.ThresholdVersion));
        var life = state.Life;
        writer.Unsigned((ulong)life.Ordinal);
        writer.Fixed(life.ClearedAt ?? long.MinValue);
        writer.Bool(life.CoolingDown);
        writer.Bool(life.Open is not null);
        if (life.Open is { } open)
        {
            writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(open.Last, AlertJson.Wire.Alert));
            writer.Fixed(open.RaisedAt);
            writer.Fixed(open.LastRevisionAt);
            Save(writer, open.Told.Peak);
            writer.Unsigned((ulong)open.Told.Count);
            writer.Fixed((long)open.Told.Evidence);
            Save(writer, open.Peak);
            writer.Fixed(open.PendingAt ?? long.MinValue);
            writer.Fixed(open.ClearCheckAt);
            writer.Fixed(open.AdoptedAt);
        }

        var book = (state.Watch as WindowWatch)?.Book;
        var told = book is null ? state.Told.Select(static t => (t.Key.Region, t.Key.Id, t.Value)).ToList() : book.ToldIncidents().ToList();
        writer.Fixed(book?.Horizon ?? state.Horizon);
        writer.Unsigned((ulong)told.Count);
        foreach (var (region, id, at) in told)
        {
            writer.Shared(region);
            writer.Unique(id);
            writer.Fixed(at);
        }

        writer.Unsigned((ulong)life.ToldAway.Count);
        foreach (var (definition, tells) in life.ToldAway)
        {
            writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(definition, AlertJson.Wire.Threshold));
            writer.Unsigned((ulong)tells);
        }

        book?.SavePutAway(writer);
    }

    private static void Save(WireWriter writer, Peak peak)
    {
        writer.Double(peak.Value);
        writer.Fixed(peak.End);
    }

    private static Peak RestorePeak(WireReader reader) => new(reader.Double(), reader.Fixed());

    /// <param name="below">Takes what a former snapshot tells of levels.</param>
    private ThresholdState RestoreThreshold(WireReader reader, List<(double Bound, long Since)> below)
    {
        var state = new ThresholdState(reader.Shared())
        {
            Version = JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.ThresholdVersion)!,
        };
        var life = state.Life;
        life.Ordinal = (int)reader.Unsigned();
        life.ClearedAt = Instant(reader.Fixed());
        life.CoolingDown = reader.Bool();
        if (_isFormerSnapshot)
        {
            var since = Instant(reader.Fixed());
            reader.Fixed();
            reader.Fixed();
            if (since is { } at && state.Version.Definition is { Measure: Measure.Level } definition)
            {
                below.Add((definition.ClearBelow, at));
            }
        }

        life.Open = reader.Bool() ? RestoreOpen(reader) : null;
        state.Horizon = reader.Fixed();
        for (var i = reader.Count(); i > 0; i--)
        {
            state.Told[(reader.Shared(), reader.Unique())] = reader.Fixed();
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            life.ToldAway.Add((JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.Threshold)!, (long)reader.Unsigned()));
        }

        return state;
    }

    private static OpenAlert RestoreOpen(WireReader reader) => new()
    {
        Last = JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.Alert)!,
        RaisedAt = reader.Fixed(),
        LastRevisionAt = reader.Fixed(),
        Told = new ToldFacts(RestorePeak(reader), (int)reader.Unsigned(), (ulong)reader.Fixed()),
        Peak = RestorePeak(reader),
        PendingAt = Instant(reader.Fixed()),
        ClearCheckAt = reader.Fixed(),
        AdoptedAt = reader.Fixed(),
    };

    private static long? Instant(long ticks) => ticks == long.MinValue ? null : ticks;
}
