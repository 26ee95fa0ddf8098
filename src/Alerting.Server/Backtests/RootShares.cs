using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Server.Backtests;

/// <summary>
/// Assigns reports to judges by the root above their region; each root keeps its judge. Regions below different roots never
/// affect each other, so the assignment changes only how evenly the work is distributed, and not the answer.
/// </summary>
internal sealed class RootShares(RegionCatalog catalog, int judges)
{
    private readonly Dictionary<string, Root> _byRegion = new(StringComparer.Ordinal);
    private readonly long[] _given = new long[judges];
    private readonly long[] _planned = new long[judges];
    private readonly List<Root> _new = [];

    /// <summary>The reports of a batch by judge, each list in the given order.</summary>
    public List<TimedReport>[] Share(List<TimedReport> reports)
    {
        foreach (var report in reports)
        {
            var root = RootOf(report.Region);
            root.Reports++;
            if (root is { Judge: < 0, Reports: 1 })
            {
                _new.Add(root);
            }
        }

        // Roots with the most reports are assigned first, so that the smaller ones balance the load.
        _new.Sort(static (x, y) => x.Reports != y.Reports ? y.Reports.CompareTo(x.Reports) : string.CompareOrdinal(x.Code, y.Code));
        Array.Copy(_given, _planned, _given.Length);
        foreach (var root in _new)
        {
            root.Judge = Array.IndexOf(_planned, _planned.Min());
            _planned[root.Judge] += root.Reports;
        }

        _new.Clear();
        var shares = new List<TimedReport>[_given.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = [];
        }

        foreach (var report in reports)
        {
            var judge = RootOf(report.Region).Judge;
            shares[judge].Add(report);
            _given[judge]++;
        }

        return shares;
    }

    private Root RootOf(string region)
    {
        if (!_byRegion.TryGetValue(region, out var root))
        {
            root = catalog[region].Parent is { } parent ? RootOf(parent) : new Root(region);
            _byRegion.Add(region, root);
        }

        return root;
    }

    private sealed class Root(string code)
    {
        public string Code { get; } = code;

        /// <summary>Index of the judge; negative until one is assigned.</summary>
        public int Judge { get; set; } = -1;

        public long Reports { get; set; }
    }
}
