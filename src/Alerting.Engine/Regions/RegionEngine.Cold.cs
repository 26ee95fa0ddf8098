using Alerting.Engine.Cold;
using Alerting.Engine.Incidents;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <content>
/// Incidents that no window needs are put away, and brought back before an input needs them. Neither changes what the
/// region shows and raises, so it does not matter when it is done, and no log tells of it.
/// </content>
public sealed partial class RegionEngine
{
    private const byte BlockFormat = 1;
    private const byte ColdFormat = 1;

    // To bring back this many reports costs about as much as an entry of the log.
    private const int ReportsOfAnEntry = 64;

    private readonly SortedDictionary<int, ColdBlock> _blocks = [];
    private readonly HashSet<int> _found = [];
    private int _lastBlock;

    /// <summary>No report of a later event can correlate with an incident that is put away.</summary>
    private long _townsThrough = long.MinValue / 2;

    /// <summary>Log sequence up to which the region above knows everything.</summary>
    private long _toldAbove;

    /// <summary>What is put away.</summary>
    public IReadOnlyCollection<ColdBlock> ColdBlocks => _blocks.Values;

    /// <summary>Puts away what is old enough; answers how many incidents that were. To be called between inputs.</summary>
    public int PutAway(ColdRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var through = _now - rules.KeepAtLeast.Ticks;
        foreach (var watch in _watches)
        {
            if (watch is WindowWatch windowed)
            {
                windowed.Trim(_now);
                through = Math.Min(through, windowed.LeftOutThrough(_now));
            }
        }

        if (_activity.CountThrough(through) < rules.Least)
        {
            return 0;
        }

        _incidents.Index();
        var shown = _watches.OfType<LevelWatch>().SelectMany(static w => w.Shown()).ToHashSet();
        var toldAbove = _region.Parent is null ? long.MaxValue : _toldAbove;
        var nodes = _activity.TakeThrough(through, node => node.Version <= toldAbove && !shown.Contains(node.Row) && IsSettled(node));
        foreach (var block in nodes.Chunk(rules.BlockSize))
        {
            PutAway(block);
        }

        _incidents.PutRetractedAway();
        _incidents.ForgetPlaces();
        return nodes.Count;
    }

    /// <summary>The blocks to bring back before these reports are taken.</summary>
    public IReadOnlyList<ColdBlock> BlocksFor(IReadOnlyList<Report> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        if (_incidents.ColdReports.Count == 0)
        {
            return [];
        }

        for (var i = 0; i < reports.Count; i++)
        {
            FindBlocks(reports[i], _found);
        }

        return Found();
    }

    /// <summary>The blocks to bring back before this report is taken.</summary>
    public IReadOnlyList<ColdBlock> BlocksFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (_incidents.ColdReports.Count == 0)
        {
            return [];
        }

        FindBlocks(report, _found);
        return Found();
    }

    /// <summary>The blocks to bring back before this input is applied.</summary>
    public IReadOnlyList<ColdBlock> BlocksFor(RegionInput? input)
    {
        if (_blocks.Count == 0 && _incidents.ColdReports.Count == 0)
        {
            return [];
        }

        switch (input)
        {
            case ReportInput report:
                FindBlocks(report.Report, _found);
                break;
            case RollUpInput rollUp:
                foreach (var change in rollUp.Changes)
                {
                    _incidents.ColdIds.Find(ColdIds.KeyOf(change.Region, change.IncidentId), _found);
                }

                break;
            case AdoptInput adopt:
                FindBlocks(adopt);
                break;
            case SetClockInput:
                // Any of their reports may be dated later.
                _found.UnionWith(_blocks.Keys);
                break;
        }

        return Found();
    }

    /// <summary>The blocks with incidents that changed after a log sequence; see <see cref="ChangesAfter"/>.</summary>
    public IReadOnlyList<ColdBlock> BlocksChangedAfter(long sequence) => [.. _blocks.Values.Where(b => b.LastVersion > sequence)];

    /// <summary>The blocks with incidents that occurred in a stretch of time (UTC ticks, both ends included).</summary>
    public IReadOnlyList<ColdBlock> BlocksBetween(long from, long through) => [.. _blocks.Values.Where(b => b.LastAt >= from && b.FirstAt <= through)];

    /// <summary>The blocks in which one of the region's own incidents may lie.</summary>
    public IReadOnlyList<ColdBlock> BlocksWith(string incidentId)
    {
        ArgumentNullException.ThrowIfNull(incidentId);
        if (_blocks.Count == 0)
        {
            return [];
        }

        _incidents.FindBlocks(incidentId, _found);
        return Found();
    }

    /// <summary>Brings a block back; false when it is back already.</summary>
    /// <exception cref="InvalidDataException">The bytes are not the block's.</exception>
    public bool TakeBack(ColdBlock block, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (!_blocks.Remove(block.Number))
        {
            return false;
        }

        _incidents.Index();
        var reader = BlockReader(content);
        for (var i = reader.Count(); i > 0; i--)
        {
            var row = RestoreIncident(reader);
            _parts.Changed(row);
            var told = reader.SharedList();
            _incidents.TakeBack(row, block.Number);
            var node = _incidents.Table.Node(row);
            _activity.Add(node);
            foreach (var state in _thresholds.Values)
            {
                TakeBack(state, node, told.Contains(state.Id) || WasToldAway(state, node, block.Tells));
            }
        }

        return true;
    }

    /// <summary>The incidents of a block with their reports, without bringing it back.</summary>
    public IEnumerable<IncidentItem> Read(ReadOnlyMemory<byte> content)
    {
        var apart = new RegionEngine(_region.Code, _catalog, _options);
        var reader = BlockReader(content);
        for (var i = reader.Count(); i > 0; i--)
        {
            var node = apart._incidents.Table.Node(apart.RestoreIncident(reader));
            reader.SharedList();
            yield return ItemOf(node);
        }
    }

    /// <summary>
    /// The incidents of a block in an engine of their own, to be asked for their <see cref="Reports"/>. Touches nothing
    /// of this one, so it may run beside it.
    /// </summary>
    public RegionEngine Open(ReadOnlyMemory<byte> content)
    {
        var apart = new RegionEngine(_region.Code, _catalog, _options);
        apart._incidents.IndexLater();
        var reader = BlockReader(content);
        for (var i = reader.Count(); i > 0; i--)
        {
            apart.RestoreIncident(reader);
            reader.SharedList();
        }

        return apart;
    }

    private static WireReader BlockReader(ReadOnlyMemory<byte> content)
    {
        var reader = new WireReader(content);
        var format = reader.Byte();
        return format == BlockFormat ? reader : throw new InvalidDataException($"Unknown format {format} of a block.");
    }

    /// <summary>
    /// Whether an incident of many reports has been left alone for as many entries as make up for bringing it back:
    /// news of it that come one by one must not move all of it each time.
    /// </summary>
    private bool IsSettled(IncidentNode node) => node.Data.Many is not { } many || Sequence - node.Version >= many.Count / ReportsOfAnEntry;

    private void PutAway(IncidentNode[] nodes)
    {
        var block = new ColdBlock(++_lastBlock) { Tells = _context.Tells };
        var writer = new WireWriter();
        writer.Byte(BlockFormat);
        writer.Unsigned((ulong)nodes.Length);
        foreach (var node in nodes)
        {
            block.Note(node.OccurredAt, node.Version, node.Place is not null || node.Region == _region.Code);
            SaveIncident(writer, node.Table, node.Row);
            writer.Shared(ToldBy(node));
            _parts.Changed(node.Row);
            _incidents.PutAway(node.Row, block.Number);
        }

        block.Fill(writer.Written);
        Add(block);
    }

    private List<string> ToldBy(IncidentNode node)
    {
        var told = new List<string>();
        foreach (var state in _thresholds.Values)
        {
            if (state.Watch is WindowWatch watch ? watch.Book.PutAway(node) : state.Told.Count > 0 && state.Told.Remove((node.Region, node.Id)))
            {
                told.Add(state.Id);
            }
        }

        return told;
    }

    private static void TakeBack(ThresholdState state, IncidentNode node, bool told)
    {
        if (state.Watch is WindowWatch watch)
        {
            watch.Book.TakeBack(node, told);
        }
        else if (told)
        {
            state.Told[(node.Region, node.Id)] = node.OccurredAt;
        }
    }

    private bool WasToldAway(ThresholdState state, IncidentNode node, long tells)
    {
        foreach (var (definition, at) in state.Life.ToldAway)
        {
            if (at > tells && new IncidentFilter(definition, _region.Code, _incidents.Places).Matches(node))
            {
                return true;
            }
        }

        return false;
    }

    private void FindBlocks(Report report, HashSet<int> found)
    {
        _incidents.FindBlocks(report, found);
        if (report is { Retracted: false, IncidentId: null, Town: not null, Precision: Precision.Town })
        {
            var at = report.OccurredAt.UtcTicks;
            var window = _options.CorrelationWindow.Ticks;

            // What is ahead of the clock counts as of the instant it is taken at, which is not known yet.
            var earliest = Math.Min(at, Math.Max(_now, at - _options.ClockTolerance.Ticks));
            if (earliest > _townsThrough + window)
            {
                return;
            }

            foreach (var block in _blocks.Values)
            {
                if (block.HasTowns && block.FirstAt - window <= at && earliest <= block.LastAt + window)
                {
                    found.Add(block.Number);
                }
            }
        }
    }

    private void FindBlocks(AdoptInput adopt)
    {
        foreach (var version in adopt.Versions)
        {
            if (!version.InForce || !Applies(version.Definition!)
                || (_thresholds.TryGetValue(version.Id, out var state) && state.Version is { } known && known.Version >= version.Version))
            {
                continue;
            }

            // A baseline begins with the first incident of all, and the heaviest may be the oldest.
            var definition = version.Definition!;
            var after = definition.Measure is Measure.Surge or Measure.Level
                ? long.MinValue
                : (state?.Life.Open?.RaisedAt ?? _now) - definition.Lateness.Ticks - definition.Window!.Value.Ticks;
            _found.UnionWith(_blocks.Values.Where(b => b.LastAt > after).Select(static b => b.Number));
        }
    }

    private IReadOnlyList<ColdBlock> Found()
    {
        if (_found.Count == 0)
        {
            return [];
        }

        var blocks = new List<ColdBlock>(_found.Count);
        foreach (var number in _found.Order())
        {
            if (_blocks.TryGetValue(number, out var block))
            {
                blocks.Add(block);
            }
        }

        _found.Clear();
        return blocks;
    }

    private void Add(ColdBlock block)
    {
        _blocks.Add(block.Number, block);
        _townsThrough = block.HasTowns ? Math.Max(_townsThrough, block.LastAt) : _townsThrough;
    }

    private void SaveCold(WireWriter writer)
    {
        writer.Byte(ColdFormat);
        writer.Unsigned((ulong)_context.Tells);
        writer.Unsigned((ulong)_lastBlock);
        writer.Unsigned((ulong)_blocks.Count);
        foreach (var block in _blocks.Values)
        {
            writer.Unsigned((ulong)block.Number);
            writer.Unique(block.Name ?? throw new InvalidOperationException($"Block {block.Number} has no name yet."));
            writer.Unsigned((ulong)block.Tells);
            writer.Fixed(block.FirstAt);
            writer.Fixed(block.LastAt);
            writer.Fixed(block.LastVersion);
            writer.Bool(block.HasTowns);
        }

        _incidents.ColdReports.Save(writer);
        _incidents.ColdIds.Save(writer);
    }

    private void RestoreCold(WireReader reader)
    {
        var format = reader.Byte();
        if (format != ColdFormat)
        {
            throw new InvalidDataException($"Unknown format {format} of what a region has put away.");
        }

        _context.Tells = (long)reader.Unsigned();
        _lastBlock = (int)reader.Unsigned();
        for (var i = reader.Count(); i > 0; i--)
        {
            var number = (int)reader.Unsigned();
            var name = reader.Unique();
            var block = new ColdBlock(number) { Tells = (long)reader.Unsigned() };
            block.Restore(name, reader.Fixed(), reader.Fixed(), reader.Fixed(), reader.Bool());
            Add(block);
        }

        _incidents.ColdReports.Restore(reader);
        _incidents.ColdIds.Restore(reader);
    }
}
