using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>
/// Collects the distinct towns of incidents that are added newest first: their number, and the names of those hit
/// most recently. The name of a town is that of its newest incident or, with <paramref name="best"/>, of its
/// best-ranked report.
/// </summary>
/// <param name="max">How many names are collected.</param>
/// <param name="best">Whether the best-ranked spelling of a name is chosen.</param>
internal sealed class RecentTowns(int max, bool best = false)
{
    private readonly HashSet<DistinctTown> _seen = [];
    private readonly Dictionary<DistinctTown, IncidentNode> _named = [];

    /// <summary>Number of distinct towns, including those beyond the collected names.</summary>
    public int Count => _seen.Count;

    public void Add(IncidentNode node)
    {
        if (node.DistinctTown is not { } town)
        {
            return;
        }

        if (_seen.Add(town))
        {
            if (_named.Count < max)
            {
                _named.Add(town, node);
            }
        }
        else if (best && _named.TryGetValue(town, out var other) && NamesBetter(node, other))
        {
            _named[town] = node;
        }
    }

    /// <summary>The collected names, in ordinal order.</summary>
    public List<string> Names()
    {
        var names = new List<string>(_named.Count);
        foreach (var node in _named.Values)
        {
            names.Add(node.TownName!);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static bool NamesBetter(IncidentNode node, IncidentNode other)
    {
        if (node.TownFactor != other.TownFactor)
        {
            return node.TownFactor > other.TownFactor;
        }

        return node.TownReportedAt != other.TownReportedAt
            ? node.TownReportedAt > other.TownReportedAt
            : string.CompareOrdinal(node.Id, other.Id) < 0;
    }
}
