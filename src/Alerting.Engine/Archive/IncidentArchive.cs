using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Archive;

/// <summary>
/// Moves incidents that no window needs out of memory, in blocks, and restores them before an input needs them.
/// Neither changes what the region shows and raises, so it does not matter when it is done, and the log does not
/// record it.
/// </summary>
public sealed class IncidentArchive
{
    private const byte BlockFormat = 1;
    private const byte StateFormat = 1;

    // Restoring this many reports costs about as much as applying one entry of the log.
    private const int ReportsOfAnEntry = 64;

    private readonly RegionModel _model;
    private readonly BlockFinder _finder;
    private readonly SortedDictionary<int, ArchiveBlock> _blocks = [];
    private int _lastBlock;

    internal IncidentArchive(RegionModel model)
    {
        _model = model;
        _finder = new BlockFinder(model, _blocks);
    }

    /// <summary>All blocks of the archive, in memory or not.</summary>
    public IReadOnlyCollection<ArchiveBlock> Blocks => _blocks.Values;

    /// <summary>Archives the incidents that are old enough and returns their number. To be called between inputs.</summary>
    public int Archive(ArchiveRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var through = _model.Now - rules.KeepAtLeast.Ticks;
        foreach (var evaluator in _model.Thresholds.InForce.OfType<WindowEvaluator>())
        {
            evaluator.Trim(_model.Now);
            through = Math.Min(through, evaluator.OutsideWindowsThrough(_model.Now));
        }

        if (_model.Activity.CountThrough(through) < rules.MinIncidents)
        {
            return 0;
        }

        _model.Facts.Build();
        var evidence = _model.Thresholds.InForce.OfType<LevelEvaluator>().SelectMany(static e => e.EvidenceRows()).ToHashSet();
        var acknowledged = _model.Region.Parent is null ? long.MaxValue : _model.RollUps.Acknowledged;
        var nodes = _model.Activity.TakeThrough(
            through, node => node.Version <= acknowledged && !evidence.Contains(node.Row) && IsSettled(node));
        foreach (var block in nodes.Chunk(rules.BlockSize))
        {
            Archive(block);
        }

        _model.Archived.ArchiveRetracted();
        _model.Archived.ForgetTowns();
        return nodes.Count;
    }

    /// <summary>
    /// The blocks that must be restored before these inputs are applied. While one is read, others may be archived:
    /// ask again until the answer is empty, and apply in that same turn.
    /// </summary>
    public IReadOnlyList<ArchiveBlock> BlocksFor(params ReadOnlySpan<RegionInput> inputs) => _finder.For(inputs);

    /// <summary>The blocks with incidents that occurred in a stretch of time (UTC ticks, both ends included).</summary>
    public IReadOnlyList<ArchiveBlock> BlocksBetween(long from, long through) =>
        [.. _blocks.Values.Where(b => b.LastAt >= from && b.FirstAt <= through)];

    /// <summary>The blocks in which an incident of the region itself with this id may lie.</summary>
    public IReadOnlyList<ArchiveBlock> BlocksWith(string incidentId)
    {
        ArgumentNullException.ThrowIfNull(incidentId);
        return _finder.With(incidentId);
    }

    /// <summary>The blocks in which a report of the region itself may lie: none or one.</summary>
    public IReadOnlyList<ArchiveBlock> BlocksWith(string source, string reportId)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(reportId);
        return _model.Archived.Reports.TryGet(ArchivedReports.KeyOf(source, reportId), out var report)
            && _blocks.TryGetValue(report.Block, out var block) ? [block] : [];
    }

    /// <summary>Restores a block; false when it is in memory already.</summary>
    /// <exception cref="InvalidDataException">The bytes are not the block's.</exception>
    public bool Restore(ArchiveBlock block, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (!_blocks.Remove(block.Number))
        {
            return false;
        }

        _model.Facts.Build();
        var reader = BlockReader(content);
        for (var i = reader.Count(); i > 0; i--)
        {
            var row = _model.Serializer.Read(reader);
            _model.Parts.Changed(row);
            var told = reader.SharedList();
            _model.Archived.Restore(row, block.Number);
            var node = _model.Facts.Table.Node(row);
            _model.Activity.Add(node);
            _model.Thresholds.Restore(node, told, block.ToldRound);
        }

        return true;
    }

    /// <summary>Decodes the incidents of a block with their reports; the block stays in the archive.</summary>
    public IEnumerable<IncidentItem> Read(ReadOnlyMemory<byte> content)
    {
        var apart = new RegionModel(_model.Region.Code, _model.Catalog, _model.Options);
        return ReadRows(content, apart).Select(row => RegionQueries.ItemOf(apart.Facts.Table.Node(row)));
    }

    /// <summary>
    /// Decodes a block into a model of its own, to page through the reports of its incidents. Touches nothing of the
    /// region, so it may run on another thread.
    /// </summary>
    public RegionQueries Open(ReadOnlyMemory<byte> content)
    {
        var apart = new RegionModel(_model.Region.Code, _model.Catalog, _model.Options);
        apart.Facts.Defer();
        foreach (var _ in ReadRows(content, apart))
        {
        }

        return new RegionQueries(apart);
    }

    internal IReadOnlyList<ArchiveBlock> BlocksChangedAfter(long sequence) => [.. _blocks.Values.Where(b => b.LastVersion > sequence)];

    /// <exception cref="InvalidOperationException">Blocks must be restored before this input is applied.</exception>
    internal void ThrowIfNeeded(RegionInput input)
    {
        if (_blocks.Count > 0 && BlocksFor(input) is { Count: > 0 } blocks)
        {
            throw new InvalidOperationException($"{blocks.Count} blocks of the archive must be restored before this input is applied.");
        }
    }

    internal void Write(WireWriter writer)
    {
        writer.Byte(StateFormat);
        writer.Unsigned((ulong)_model.Context.ToldRound);
        writer.Unsigned((ulong)_lastBlock);
        writer.Unsigned((ulong)_blocks.Count);
        foreach (var block in _blocks.Values)
        {
            writer.Unsigned((ulong)block.Number);
            writer.Unique(block.Name ?? throw new InvalidOperationException($"Block {block.Number} has no name yet."));
            writer.Unsigned((ulong)block.ToldRound);
            writer.Fixed(block.FirstAt);
            writer.Fixed(block.LastAt);
            writer.Fixed(block.LastVersion);
            writer.Bool(block.HasTowns);
        }

        _model.Archived.Reports.Save(writer);
        _model.Archived.Ids.Save(writer);
    }

    internal void Read(WireReader reader)
    {
        var format = reader.Byte();
        if (format != StateFormat)
        {
            throw new InvalidDataException($"Unknown format {format} of the archive of a region.");
        }

        _model.Context.ToldRound = (long)reader.Unsigned();
        _lastBlock = (int)reader.Unsigned();
        for (var i = reader.Count(); i > 0; i--)
        {
            var number = (int)reader.Unsigned();
            var name = reader.Unique();
            var block = new ArchiveBlock(number) { ToldRound = (long)reader.Unsigned() };
            block.Restore(name, reader.Fixed(), reader.Fixed(), reader.Fixed(), reader.Bool());
            Add(block);
        }

        _model.Archived.Reports.Restore(reader);
        _model.Archived.Ids.Restore(reader);
    }

    private static WireReader BlockReader(ReadOnlyMemory<byte> content)
    {
        var reader = new WireReader(content);
        var format = reader.Byte();
        return format == BlockFormat ? reader : throw new InvalidDataException($"Unknown format {format} of a block.");
    }

    private static IEnumerable<int> ReadRows(ReadOnlyMemory<byte> content, RegionModel target)
    {
        var reader = BlockReader(content);
        for (var i = reader.Count(); i > 0; i--)
        {
            yield return target.Serializer.Read(reader);
            reader.SharedList();
        }
    }

    /// <summary>
    /// Whether an incident of many reports has not changed for so many entries that restoring it again is cheap in
    /// comparison: otherwise reports that arrive one by one would move all of it in and out of memory each time.
    /// </summary>
    private bool IsSettled(IncidentNode node) =>
        node.Data.Many is not { } many || _model.Sequence - node.Version >= many.Count / ReportsOfAnEntry;

    private void Archive(IncidentNode[] nodes)
    {
        var block = new ArchiveBlock(++_lastBlock) { ToldRound = _model.Context.ToldRound };
        var writer = new WireWriter();
        writer.Byte(BlockFormat);
        writer.Unsigned((ulong)nodes.Length);
        foreach (var node in nodes)
        {
            block.Note(node.OccurredAt, node.Version, node.DistinctTown is not null || node.Region == _model.Region.Code);
            _model.Serializer.Write(writer, node.Row);
            writer.Shared(_model.Thresholds.Archive(node));
            _model.Parts.Changed(node.Row);
            _model.Archived.Archive(node.Row, block.Number);
        }

        block.Fill(writer.Written);
        Add(block);
    }

    private void Add(ArchiveBlock block)
    {
        _blocks.Add(block.Number, block);
        _finder.Note(block);
    }
}
