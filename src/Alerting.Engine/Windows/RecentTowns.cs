using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>
/// The towns of incidents that come newest first: how many there are, and the names of those hit most recently. A town has
/// the name that its best-ranked report gives it where <paramref name="best"/>, else that of its newest incident.
/// </summary>
/// <param name="max">Most names.</param>
/// <param name="best">Whether all spellings of a town are weighed.</param>
internal sealed class RecentTowns(int max, bool best = false)
{
    private readonly HashSet<DistinctTown> _seen = [];
    private readonly Dictionary<DistinctTown, IncidentNode> _named = [];

    /// <summary>Distinct towns, those without a name in <see cref="Names"/> included.</summary>
    public int Count => _seen.Count;

    public void Add(IncidentNode node)
    {
        if (node.Place is not { } place)
        {
            return;
        }

        if (_seen.Add(place))
        {
            if (_named.Count < max)
            {
                _named.Add(place, node);
            }
        }
        else if (best && _named.TryGetValue(place, out var other) && NamesBetter(node, other))
        {
            _named[place] = node;
        }
    }

    /// <summary>Sorted.</summary>
    public List<string> Names()
    {
        var names = new List<string>(_named.Count);
        foreach (var node in _named.Values)
        {
            names.Add(node.Town!);
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
