using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Engine.Backtests;

/// <summary>
/// The orders in which a backtest lists its results. They depend on the results alone, so the lists are the same
/// however many runs shared the work: all regions under one root are in one run, and runs do not affect each other.
/// </summary>
public sealed class BacktestOrder
{
    private readonly IComparer<RegionLevel> _levels;

    /// <param name="catalog">All regions.</param>
    public BacktestOrder(RegionCatalog catalog) => _levels = Comparer<RegionLevel>.Create((x, y) =>
    {
        var order = x.Change.At.CompareTo(y.Change.At);
        if (order != 0 || x.Region == y.Region)
        {
            return order;
        }

        order = catalog.DepthOf(y.Region).CompareTo(catalog.DepthOf(x.Region));
        return order != 0 ? order : string.CompareOrdinal(x.Region, y.Region);
    });

    /// <summary>By raisedAt, region, threshold and ordinal.</summary>
    public static IComparer<AlertHistory> Alerts { get; } = Comparer<AlertHistory>.Create(static (x, y) =>
    {
        var order = x.Last.RaisedAt.CompareTo(y.Last.RaisedAt);
        order = order != 0 ? order : string.CompareOrdinal(x.Last.Region.Code, y.Last.Region.Code);
        order = order != 0 ? order : string.CompareOrdinal(x.Last.Threshold.Id, y.Last.Threshold.Id);
        return order != 0 ? order : OrdinalOf(x.Last.AlertId).CompareTo(OrdinalOf(y.Last.AlertId));
    });

    /// <summary>
    /// By instant, then a region before its parent (the deeper first), then by region code; changes of one region
    /// keep the order in which they happened.
    /// </summary>
    public List<RegionLevel> Sort(IEnumerable<RegionLevel> levels) => [.. levels.Order(_levels)];

    /// <summary>Merges the alerts of runs that shared the roots among them into the list that a single run would have.</summary>
    public static IEnumerable<AlertHistory> Merge(IEnumerable<IReadOnlyList<AlertHistory>> alerts) => Merge([.. alerts], Alerts);

    /// <summary>Merges the level changes of such runs.</summary>
    public IEnumerable<RegionLevel> Merge(IEnumerable<IReadOnlyList<RegionLevel>> levels) => Merge([.. levels], _levels);

    private static IEnumerable<T> Merge<T>(IReadOnlyList<T>[] lists, IComparer<T> order)
    {
        var next = new int[lists.Length];
        while (true)
        {
            var first = -1;
            for (var i = 0; i < lists.Length; i++)
            {
                if (next[i] < lists[i].Count && (first < 0 || order.Compare(lists[i][next[i]], lists[first][next[first]]) < 0))
                {
                    first = i;
                }
            }

            if (first < 0)
            {
                yield break;
            }

            yield return lists[first][next[first]++];
        }
    }

    private static int OrdinalOf(string alertId) =>
        int.Parse(alertId.AsSpan(alertId.LastIndexOf('.') + 1), CultureInfo.InvariantCulture);
}
