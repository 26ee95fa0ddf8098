using Alerting.Engine.Incidents;
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

        model.Archived.FindBlocks(model.Facts.ByHand.Resolve(incidentId), _found);
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
            case PlacesInput places:
                Find(places);
                break;
            case JoinInput join:
                Find(join.IncidentId);
                Find(join.Other);
                break;
            case PartInput part:
                Find(part.IncidentId);
                if (part.Other is { } other)
                {
                    Find(other);
                }

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

    /// <summary>Finds an incident that an operator speaks of, and those that are said to be another.</summary>
    private void Find(string incidentId)
    {
        var id = model.Facts.ByHand.Resolve(incidentId);
        model.Archived.FindBlocks(id, _found);
        foreach (var other in model.Facts.ByHand.OthersOf(id))
        {
            model.Archived.FindBlocks(other, _found);
        }
    }

    private void Find(Report report)
    {
        model.Archived.FindBlocks(report, _found);
        if (!model.Facts.ByHand.IsEmpty && !report.Retracted)
        {
            FindByHand(report);
        }

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

    /// <summary>Finds the incidents where an operator may have this report.</summary>
    private void FindByHand(Report report)
    {
        var byHand = model.Facts.ByHand;
        if (byHand.TakenOut(report.Source, report.ReportId) is { } taken)
        {
            model.Archived.FindBlocks(byHand.Resolve(taken.Into), _found);
        }

        // Without an id it may get the one derived from it, with a number behind it or without.
        var id = report.IncidentId ?? IncidentTable.DerivedId(report.Source, report.ReportId);
        foreach (var joined in byHand.Joined)
        {
            if (report.IncidentId is null ? joined.StartsWith(id, StringComparison.Ordinal) : joined == id)
            {
                model.Archived.FindBlocks(byHand.Resolve(joined), _found);
            }
        }
    }

    private void Find(AdoptInput adopt)
    {
        foreach (var version in adopt.Versions)
        {
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

    /// <summary>
    /// No window holds an archived incident, and each is read by what is said of its town then. But a threshold on some towns has
    /// counted it, in a baseline or among those told, by what was said before.
    /// </summary>
    private void Find(PlacesInput places)
    {
        if (model.Thresholds.AskForTowns && places.Versions.Any(model.Places.IsNews))
        {
            _found.UnionWith(blocks.Keys);
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
