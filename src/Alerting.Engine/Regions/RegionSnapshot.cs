using Alerting.Engine.Archive;
using Alerting.Engine.Wire;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>Writes the whole state of a region as bytes, and restores it.</summary>
public sealed class RegionSnapshot
{
    private const byte Format = 10;

    /// <summary>The format before, without the keys of what desks did.</summary>
    private const byte FormatWithoutActKeys = 9;

    /// <summary>The format before, without what <see cref="QuietSerializer"/> writes.</summary>
    private const byte FormatWithoutQuiet = 8;

    /// <summary>The format before, of a region of whose towns operators have said nothing.</summary>
    private const byte FormatWithoutPlaces = 7;

    /// <summary>The format before that, without the stories that the region above does not have yet.</summary>
    private const byte FormatWithoutStories = 6;

    /// <summary>The format before that, without what <see cref="RaritySerializer"/> writes, of a region that forgot nothing.</summary>
    private const byte FormatWithoutRarity = 5;

    /// <summary>The format before that, which stored by threshold since when the level has been below its bound.</summary>
    private const byte FormatByThreshold = 4;

    private readonly RegionModel _model;
    private readonly IncidentArchive _archive;

    internal RegionSnapshot(RegionModel model, IncidentArchive archive)
    {
        _model = model;
        _archive = archive;
    }

    /// <summary>
    /// Begins a snapshot of the current state. Incidents that have changed since the previous one go into parts, to
    /// which the snapshot refers by name, as it does to the blocks of the archive.
    /// </summary>
    /// <param name="nameOf"> Gives a part or block that has no name one by which later activations can read its
    /// content. Null: the snapshot contains everything and has no parts. </param>
    public PreparedSnapshot Prepare(Func<StoredPart, string>? nameOf)
    {
        List<string> replaced = [];
        List<StoredPart> unstored = [];
        List<string> names = [];
        if (nameOf is not null)
        {
            replaced = _model.Parts.Update();
            var parts = _archive.Blocks.Concat<StoredPart>(_model.Parts.Current).ToList();
            unstored = parts.FindAll(static p => p.Content is not null);
            foreach (var part in unstored.Where(static p => p.Name is null))
            {
                part.Call(nameOf(part));
            }

            names = parts.ConvertAll(static p => p.Name!);
        }

        return new PreparedSnapshot(this, unstored, replaced, names);
    }

    /// <summary>Restores a snapshot into an engine that has not been given an input yet.</summary>
    /// <param name="reader">At the beginning of the snapshot; afterwards at its end.</param>
    /// <param name="read">Reads the content of a part. Called for the next part while one is being restored.</param>
    /// <exception cref="InvalidDataException">The bytes are not a snapshot of a known format.</exception>
    public async ValueTask RestoreAsync(WireReader reader, Func<SnapshotPart, Task<ReadOnlyMemory<byte>>> read)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(read);
        var format = reader.Byte();
        if (format is < FormatByThreshold or > Format)
        {
            throw new InvalidDataException($"Unknown format {format} of a region's snapshot.");
        }

        ReadShown(reader);
        if (format >= FormatWithoutQuiet)
        {
            // Before the facts, which are read by it.
            SettledSerializer.Read(reader, _model);
        }

        var parts = _model.Parts.Read(reader);
        var next = parts.Count > 0 ? read(parts[0]) : null;
        for (var i = 0; i < parts.Count; i++)
        {
            var content = await next!;
            next = i + 1 < parts.Count ? read(parts[i + 1]) : null;
            _model.Parts.ReadPart(parts[i], content);
        }

        _model.Parts.ReadRest(reader, _model.Activity, _model.Now);
        _archive.Read(reader);
        ReadJudged(reader, isByThreshold: format == FormatByThreshold);
        if (format >= FormatWithoutStories)
        {
            RaritySerializer.Read(reader, _model);
        }
        else
        {
            RaritySerializer.Begin(_model);
        }

        if (format >= FormatWithoutPlaces)
        {
            ReadStories(reader);
        }

        if (format >= FormatWithoutActKeys)
        {
            QuietSerializer.Read(reader, _model);
        }

        if (format == Format)
        {
            _model.ActKeys.Restore(reader);
        }
    }

    internal void Write(WireWriter writer)
    {
        writer.Byte(Format);
        WriteShown(writer);
        SettledSerializer.Write(writer, _model);
        _model.Parts.Write(writer);
        _archive.Write(writer);
        writer.Unsigned((ulong)_model.RollUps.Removed.Count);
        foreach (var (region, id, sequence) in _model.RollUps.Removed)
        {
            writer.Shared(region);
            writer.Unique(id);
            writer.Fixed(sequence);
        }

        writer.Unsigned((ulong)_model.Thresholds.All.Count);
        foreach (var state in _model.Thresholds.All)
        {
            ThresholdSerializer.Write(writer, state);
        }

        _model.Level.Below.Save(writer);
        RaritySerializer.Write(writer, _model);
        WriteStories(writer);
        QuietSerializer.Write(writer, _model);
        _model.ActKeys.Save(writer, _model.Now);
    }

    private void WriteStories(WireWriter writer)
    {
        writer.Unsigned((ulong)_model.RollUps.Stories.Count);
        foreach (var (region, id, sequence, story) in _model.RollUps.Stories)
        {
            writer.Shared(region);
            writer.Unique(id);
            writer.Fixed(sequence);
            writer.Shared(story);
        }
    }

    private void ReadStories(WireReader reader)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            _model.RollUps.AddStory(reader.Shared(), reader.Unique(), reader.Fixed(), reader.Shared());
        }
    }

    private void WriteShown(WireWriter writer)
    {
        writer.Fixed(_model.Now);
        writer.Fixed(_model.Sequence);
        writer.Fixed(_model.Level.Own.Reference);
        writer.Double(_model.Level.Own.Scaled);
        writer.Fixed(_model.Level.Subtree.Reference);
        writer.Double(_model.Level.Subtree.Scaled);
        writer.Byte((byte)_model.Level.Computed);
        writer.Byte((byte)_model.Shown.Level);
        writer.Fixed(_model.Shown.Since);
        OverrideCodec.Write(writer, _model.Shown.Override);
        writer.Unsigned((ulong)_model.Shown.Below.Count);
        foreach (var (code, level) in _model.Shown.Below)
        {
            writer.Shared(code);
            writer.Byte((byte)level);
        }

        writer.Unsigned((ulong)_model.ChildSequences.Count);
        foreach (var (code, sequence) in _model.ChildSequences)
        {
            writer.Shared(code);
            writer.Fixed(sequence);
        }

        writer.Unsigned((ulong)_model.LevelHistory.Count);
        foreach (var change in _model.LevelHistory)
        {
            writer.Fixed(change.At);
            writer.Byte((byte)change.From);
            writer.Byte((byte)change.To);
            writer.Double(change.Score);
            writer.Shared(change.Reason);
        }
    }

    private void ReadShown(WireReader reader)
    {
        _model.Now = reader.Fixed();
        _model.Sequence = reader.Fixed();
        _model.Level.Own.Restore(reader.Fixed(), reader.Double());
        _model.Level.Subtree.Restore(reader.Fixed(), reader.Double());
        _model.Level.Restore((ThreatLevel)reader.Byte());
        _model.Shown.Restore((ThreatLevel)reader.Byte(), reader.Fixed());
        _model.Shown.SetOverride(OverrideCodec.Read(reader), null);
        for (var i = reader.Count(); i > 0; i--)
        {
            _model.Shown.SetBelow(reader.Shared(), (ThreatLevel)reader.Byte());
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            _model.ChildSequences[reader.Shared()] = reader.Fixed();
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            _model.LevelHistory.Add(new LevelChange(
                reader.Fixed(), (ThreatLevel)reader.Byte(), (ThreatLevel)reader.Byte(), reader.Double(), reader.Shared()));
        }
    }

    private void ReadJudged(WireReader reader, bool isByThreshold)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            _model.RollUps.AddRemoved(reader.Shared(), reader.Unique(), reader.Fixed());
        }

        List<(double Bound, long Since)>? formerBelow = isByThreshold ? [] : null;
        for (var i = reader.Count(); i > 0; i--)
        {
            _model.Thresholds.Restore(ThresholdSerializer.Read(reader, formerBelow), reader, _model.Now);
        }

        _model.Thresholds.Refresh();
        if (formerBelow is not null)
        {
            _model.Level.Below.Restore(_model.Level.Computed, formerBelow);
        }
        else
        {
            _model.Level.Below.Restore(reader);
        }
    }
}

/// <summary>A snapshot of a region that is ready to be written, which must happen before the next input is applied.</summary>
public sealed class PreparedSnapshot
{
    private readonly RegionSnapshot _snapshot;

    internal PreparedSnapshot(
        RegionSnapshot snapshot, IReadOnlyList<StoredPart> unstored, IReadOnlyList<string> replaced, IReadOnlyList<string> names) =>
        (_snapshot, Unstored, Replaced, Names) = (snapshot, unstored, replaced, names);

    /// <summary>
    /// Parts and blocks that the snapshot refers to and whose content is still in memory. They must be stored before the
    /// snapshot is.
    /// </summary>
    public IReadOnlyList<StoredPart> Unstored { get; }

    /// <summary>Names of parts to which the previous snapshot refers and this one does not.</summary>
    public IReadOnlyList<string> Replaced { get; }

    /// <summary>Names of all parts and blocks that the snapshot refers to.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Appends the snapshot to a message.</summary>
    public void Write(WireWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _snapshot.Write(writer);
    }
}
