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
public sealed partial class IncidentArchive
{
    private const byte BlockFormat = 1;
    private const byte StateFormat = 2;

    /// <summary>The former format, of a region that forgot nothing.</summary>
    private const byte FormerStateFormat = 1;

    // Restoring this many reports costs about as much as applying one entry of the log.
    private const int ReportsOfAnEntry = 64;

    private readonly RegionModel _model;
    private readonly BlockFinder _finder;
    private readonly SortedDictionary<int, ArchiveBlock> _blocks = [];
    private readonly List<string> _forgotten = [];
    private int _lastBlock;

    internal IncidentArchive(RegionModel model)
    {
        _model = model;
        _finder = new BlockFinder(model, _blocks);
    }

    /// <summary>All blocks of the archive, in memory or not.</summary>
    public IReadOnlyCollection<ArchiveBlock> Blocks => _blocks.Values;

    /// <summary>Whether blocks were forgotten since <see cref="TakeForgotten"/>.</summary>
    public bool HasForgotten => _forgotten.Count > 0;

    /// <summary>A lower bound of the last events of all archived incidents, UTC ticks; <see cref="long.MaxValue"/> without any.</summary>
    internal long OldestLastEventAt { get; private set; } = long.MaxValue;

    /// <summary>The first round of telling before which a block was written; <see cref="long.MaxValue"/> without blocks.</summary>
    internal long FirstToldRound => _blocks.Values.Select(static b => b.ToldRound).DefaultIfEmpty(long.MaxValue).Min();

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
        var newest = _model.Activity.Last;
        var nodes = _model.Activity.TakeThrough(
            through,
            node => node != newest && node.Version <= acknowledged && !evidence.Contains(node.Row) && IsSettled(node));
        foreach (var block in nodes.Chunk(rules.BlockSize))
        {
            Archive(block);
        }

        _model.Archived.ArchiveRetracted();
        _model.Archived.ForgetNames();
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

    /// <summary>The names of the blocks that were forgotten since the last call: nothing refers to their content any more.</summary>
    public IReadOnlyList<string> TakeForgotten()
    {
        List<string> names = [.. _forgotten];
        _forgotten.Clear();
        return names;
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

        Removed();
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

    /// <summary>
    /// The latest instant, not after the given one, for which at most so many blocks have to be restored to forget what
    /// lies before it.
    /// </summary>
    internal long RestorableBefore(long before, long sequence, int maxBlocks)
    {
        var input = new ForgetInput(before, sequence);
        var divided = _blocks.Values.Where(b => b.IsDividedBy(input)).Select(static b => b.OldestLastEventAt).Order().ToList();
        return divided.Count > maxBlocks ? divided[maxBlocks] : before;
    }

    /// <summary>Forgets the blocks all of whose incidents are to be forgotten, and what is kept of them.</summary>
    internal void Forget(ForgetInput input)
    {
        var blocks = _blocks.Values.Where(b => b.IsForgottenBy(input)).ToList();
        foreach (var block in blocks)
        {
            _blocks.Remove(block.Number);
            if (block.Name is { } name)
            {
                _forgotten.Add(name);
            }
        }

        if (blocks.Count > 0)
        {
            Removed();
            _model.Archived.ForgetBlocks(blocks.Select(static b => b.Number).ToHashSet());
        }
    }

    internal void Write(WireWriter writer)
    {
        writer.Byte(StateFormat);
        writer.Fixed(_model.ForgottenBefore);
        writer.Unsigned((ulong)_model.Context.ToldRound);
        writer.Unsigned((ulong)_lastBlock);
        writer.Unsigned((ulong)_blocks.Count);
        foreach (var block in _blocks.Values)
        {
            block.Write(writer);
        }

        _model.Archived.Reports.Save(writer);
        _model.Archived.Ids.Save(writer);
    }

    internal void Read(WireReader reader)
    {
        var format = reader.Byte();
        if (format is not (StateFormat or FormerStateFormat))
        {
            throw new InvalidDataException($"Unknown format {format} of the archive of a region.");
        }

        _model.ForgottenBefore = format == StateFormat ? reader.Fixed() : 0;
        _model.Context.ToldRound = (long)reader.Unsigned();
        _lastBlock = (int)reader.Unsigned();
        for (var i = reader.Count(); i > 0; i--)
        {
            Add(ArchiveBlock.Read(reader, saysHowOld: format == StateFormat));
        }

        _model.Archived.Reports.Restore(reader, _model.Now);
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
            block.Note(node, canCorrelate: node.DistinctTown is not null || node.Region == _model.Region.Code);
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
        OldestLastEventAt = Math.Min(OldestLastEventAt, block.OldestLastEventAt);
        _finder.Note(block);
    }

    /// <summary>A block was removed.</summary>
    private void Removed() =>
        OldestLastEventAt = _blocks.Values.Select(static b => b.OldestLastEventAt).DefaultIfEmpty(long.MaxValue).Min();
}
