using Alerting.Engine.Incidents;

namespace Alerting.Engine.Doubts;

/// <summary>
/// Finds the incidents of a window that may be one. Only those of one town or of towns that are alike are compared, and of them
/// those that are close enough in time.
/// </summary>
/// <param name="incidents">Newest first.</param>
/// <param name="towns">Those that the incidents show.</param>
/// <param name="window">The correlation window, ticks.</param>
internal sealed class IncidentPairs(IReadOnlyList<IncidentNode> incidents, WindowTowns towns, long window)
{
    private readonly List<DoubtfulPair> _found = [];

    public List<DoubtfulPair> Find()
    {
        var members = ByTown();
        foreach (var of in members)
        {
            for (var i = 0; i < of.Count; i++)
            {
                for (var j = i + 1; j < of.Count && At(of[i]) - At(of[j]) <= IncidentDoubt.MaxWindowsApart * window; j++)
                {
                    Compare(of[i], of[j], alike: false);
                }
            }
        }

        foreach (var (newer, older) in towns.Alike())
        {
            CompareAll(members[newer], members[older]);
        }

        return _found;
    }

    /// <summary>The incidents of each town, newest first.</summary>
    private List<int>[] ByTown()
    {
        var members = new List<int>[towns.Count];
        for (var number = 0; number < members.Length; number++)
        {
            members[number] = [];
        }

        for (var i = 0; i < incidents.Count; i++)
        {
            if (incidents[i].DistinctTown is { } town)
            {
                members[towns.NumberOf(town)].Add(i);
            }
        }

        return members;
    }

    private void CompareAll(List<int> one, List<int> other)
    {
        var first = 0;
        foreach (var i in one)
        {
            while (first < other.Count && At(other[first]) > At(i) + window)
            {
                first++;
            }

            for (var j = first; j < other.Count && At(other[j]) >= At(i) - window; j++)
            {
                Compare(i, other[j], alike: true);
            }
        }
    }

    private void Compare(int first, int second, bool alike)
    {
        if (IncidentDoubt.Between(incidents[first], incidents[second], alike, window) is { } reason)
        {
            _found.Add(new DoubtfulPair(Math.Min(first, second), Math.Max(first, second), reason));
        }
    }

    private long At(int incident) => incidents[incident].OccurredAt;
}
