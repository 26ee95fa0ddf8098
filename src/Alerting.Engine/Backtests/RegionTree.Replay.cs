using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Backtests;

/// <content>
/// Replays stored logs. The incidents of a region reach the one above with the roll-ups that the log of that one holds, at their
/// instants and in their form; what the alerts and levels of this run are comes from this run. Where no log says so, they reach it
/// at once.
/// </content>
public sealed partial class RegionTree
{
    /// <summary>Regions of which the log is replayed just now.</summary>
    private readonly HashSet<string> _replayed = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _recomputed = new(StringComparer.Ordinal);
    private bool _replays;

    /// <summary>
    /// Codes of the regions that were told by regions below what their logs do not hold: logs that are no part of the history, or
    /// begin later or end earlier.
    /// </summary>
    public IReadOnlyCollection<string> Recomputed => _recomputed;

    /// <summary>
    /// Runs the clock as far as the step allows, and takes it. The region itself runs to the instant of the step, others do not.
    /// </summary>
    /// <returns>What became of a report; null for other steps.</returns>
    public ReportOutcome? Replay(in HistoryStep step)
    {
        Advance(Math.Max(step.RunTo, Now));
        switch (step.Mark)
        {
            case HistoryMark.LogBegins:
                _replays = true;
                if (_rollsUp)
                {
                    _replayed.Add(step.Region);
                }

                return null;
            case HistoryMark.LogEnds:
                EndReplay(step);
                return null;
            default:
                return Take(step);
        }
    }

    private ReportOutcome? Take(in HistoryStep step)
    {
        if (step.Input is PlacesInput places)
        {
            Remember(places);
            SettleAbove(step.Region, places, step.Now);
        }

        // Where nothing is rolled up, a region that has no report is not asked for anything.
        var node = step.Input is ReportInput || _rollsUp ? Get(step.Region, step.Now) : _nodes.GetValueOrDefault(step.Region);
        if (node is null)
        {
            return null;
        }

        ReportOutcome? outcome = null;
        var sequence = Math.Max(node.Sequence, step.Sequence);
        node.Held.Enter(sequence);
        if (step.Input is null)
        {
            node.Sequence = sequence;
            node.Engine.Advance(step.Now, node.Output);
        }
        else if (step.Input is not RollUpInput rollUp)
        {
            outcome = Apply(node, sequence, step.Now, step.Input);
        }
        else if (_rollsUp)
        {
            var child = Get(rollUp.Child, step.Now);
            if (rollUp.Sequence > child.Held.PassedUp)
            {
                Apply(node, sequence, step.Now, child.Held.Take(rollUp, ++child.RollUps));
                Schedule(child);
            }
        }

        Spread(node, step.Now);
        return outcome;
    }

    private void Remember(PlacesInput places)
    {
        foreach (var version in places.Versions)
        {
            if (!(_places.GetValueOrDefault(version.Id)?.Version >= version.Version))
            {
                _places[version.Id] = version;
            }
        }
    }

    /// <summary>What is said of towns is known in the regions above as well, and in those that come to exist later.</summary>
    private void SettleAbove(string region, PlacesInput places, long at)
    {
        foreach (var code in _catalog.AncestorsOf(region))
        {
            if (!_replayed.Contains(code) && _nodes.TryGetValue(code, out var node))
            {
                Apply(node, at, places);
                Spread(node, at);
            }
        }
    }

    /// <summary>The region has not heard of all yet: it does now, and at once of what is to come.</summary>
    private void EndReplay(in HistoryStep step)
    {
        _replayed.Remove(step.Region);
        if (!_rollsUp)
        {
            return;
        }

        foreach (var code in _catalog.ChildrenOf(step.Region))
        {
            if (!_nodes.TryGetValue(code, out var child))
            {
                continue;
            }

            List<IncidentChange> changes = [.. child.Engine.ChangesAfter(child.Held.PassedUp).Select(static c => c.Change)];
            var hasLevel = child.Held.HasLevel;
            child.Held.AllTold(child.Sequence, frees: true);
            Schedule(child);
            if (changes.Count > 0 || hasLevel)
            {
                var at = Math.Max(step.Now, child.Engine.Now);
                var above = Above(child, at)!;
                NoteRecomputed(above, changes.Count);
                Apply(above, at, new RollUpInput(code, ++child.RollUps, changes, child.Engine.Summary));
                Spread(above, at);
            }
        }
    }

    /// <summary>Whether the region above hears of a region by the roll-ups of its own log.</summary>
    private bool IsHeardByLog(RegionTreeNode node) => node.Engine.Region.Parent is { } parent && _replayed.Contains(parent);

    /// <summary>A level is told with the roll-up of its entry, or in the end without one.</summary>
    /// <returns>The region above; null when it has nothing to pass on.</returns>
    private RegionTreeNode? HoldLevel(RegionTreeNode node, long at, bool byClock)
    {
        if (node.Output.Levels.Count > 0 && byClock)
        {
            node.Held.HoldLevelOfClock(at);
        }
        else if (node.Output.Levels.Count > 0)
        {
            node.Held.HoldLevel(node.Sequence);
        }

        if (node.Held.TellLevelBy > at)
        {
            return null;
        }

        if (!_nodes.TryGetValue(node.Engine.Region.Parent!, out var above))
        {
            node.Held.WaitForRollUp();
            return null;
        }

        node.Held.LevelTold();
        Apply(above, above.Sequence, at, new RollUpInput(node.Engine.Region.Code, ++node.RollUps, [], node.Engine.Summary));
        return above;
    }

    private void NoteRecomputed(RegionTreeNode above, int changes)
    {
        if (_replays && changes > 0)
        {
            _recomputed.Add(above.Engine.Region.Code);
        }
    }
}
