using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Server.Backtests;

/// <summary>
/// Which judge a report goes to: that of the root above its region, for good. Regions under different roots never affect
/// each other, so the answer does not depend on who judges what; only how evenly the work is spread does.
/// </summary>
internal sealed class RootShares(RegionCatalog catalog, int judges)
{
    private readonly Dictionary<string, Root> _byRegion = new(StringComparer.Ordinal);
    private readonly long[] _given = new long[judges];
    private readonly long[] _planned = new long[judges];
    private readonly List<Root> _new = [];

    /// <summary>The reports of a batch by judge, each in the order given.</summary>
    public List<TimedReport>[] Share(List<TimedReport> reports)
    {
        foreach (var report in reports)
        {
            var root = RootOf(report.Report.Region);
            root.Reports++;
            if (root is { Judge: < 0, Reports: 1 })
            {
                _new.Add(root);
            }
        }

        // The busiest first: what comes after evens it out.
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
            var judge = RootOf(report.Report.Region).Judge;
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

        /// <summary>Negative until it is known.</summary>
        public int Judge { get; set; } = -1;

        public long Reports { get; set; }
    }
}
