using Alerting.Engine.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Archive;

/// <summary>Finds the blocks of the archive that must be in memory before an input is applied.</summary>
internal sealed class BlockFinder(RegionModel model, IReadOnlyDictionary<int, ArchiveBlock> blocks)
{
    private readonly HashSet<int> _found = [];

    /// <summary>No report of an event later than this can correlate with an archived incident, UTC ticks.</summary>
    private long _townsThrough = long.MinValue / 2;

    /// <summary>Takes note of a block that has just been archived.</summary>
    public void Note(ArchiveBlock block) => _townsThrough = block.HasTowns ? Math.Max(_townsThrough, block.LastAt) : _townsThrough;

    /// <summary>The blocks that any of these inputs needs.</summary>
    public IReadOnlyList<ArchiveBlock> For(ReadOnlySpan<RegionInput> inputs)
    {
        if (blocks.Count == 0)
        {
            return [];
        }

        foreach (var input in inputs)
        {
            Find(input);
        }

        return Found();
    }

    /// <summary>The blocks in which one of the region's own incidents may lie.</summary>
    public IReadOnlyList<ArchiveBlock> With(string incidentId)
    {
        if (blocks.Count == 0)
        {
            return [];
        }

        model.Archived.FindBlocks(incidentId, _found);
        return Found();
    }

    private void Find(RegionInput input)
    {
        switch (input)
        {
            case ReportInput report:
                Find(report.Report);
                break;
            case RollUpInput rollUp:
                foreach (var change in rollUp.Changes)
                {
                    model.Archived.Ids.Find(ArchivedIncidentIds.KeyOf(change.Region, change.IncidentId), _found);
                }

                break;
            case AdoptInput adopt:
                Find(adopt);
                break;
            case ForgetInput forget:
                // A block that is older as a whole is forgotten unread.
                _found.UnionWith(blocks.Values.Where(b => b.IsDividedBy(forget)).Select(static b => b.Number));
                break;
            case SetClockInput:
                // Setting the clock back moves every report that is dated later, wherever it lies.
                _found.UnionWith(blocks.Keys);
                break;
        }
    }

    private void Find(Report report)
    {
        model.Archived.FindBlocks(report, _found);
        if (report is { Retracted: false, IncidentId: null, Town: not null, Precision: Precision.Town })
        {
            var at = report.OccurredAt.UtcTicks;
            var window = model.Options.CorrelationWindow.Ticks;

            // A report ahead of the clock counts as of the instant of its application, which is not before the
            // region's now.
            var earliest = Math.Min(at, Math.Max(model.Now, at - model.Options.ClockTolerance.Ticks));
            if (earliest > _townsThrough + window)
            {
                return;
            }

            foreach (var block in blocks.Values)
            {
                if (block.HasTowns && block.FirstAt - window <= at && earliest <= block.LastAt + window)
                {
                    _found.Add(block.Number);
                }
            }
        }
    }

    private void Find(AdoptInput adopt)
    {
        foreach (var version in adopt.Versions)
        {
            if (version.Definition is { Measure: Measure.Quiet })
            {
                // It counts reports as they come, and asks for no incident.
                continue;
            }

            if (!version.InForce || !model.Thresholds.Applies(version.Definition!) || !model.Thresholds.IsNews(version))
            {
                continue;
            }

            // A surge baseline begins with the very first incident, and the incident of greatest weight may be the
            // oldest.
            var definition = version.Definition!;
            var raisedAt = model.Thresholds.Find(version.Id)?.AlertState.Open?.RaisedAt;
            var after = definition.Measure is Measure.Surge or Measure.Level
                ? long.MinValue
                : (raisedAt ?? model.Now) - definition.Lateness.Ticks - definition.Window!.Value.Ticks;
            _found.UnionWith(blocks.Values.Where(b => b.LastAt > after).Select(static b => b.Number));
        }
    }

    private List<ArchiveBlock> Found()
    {
        var found = new List<ArchiveBlock>(_found.Count);
        foreach (var number in _found.Order())
        {
            if (blocks.TryGetValue(number, out var block))
            {
                found.Add(block);
            }
        }

        _found.Clear();
        return found;
    }
}
