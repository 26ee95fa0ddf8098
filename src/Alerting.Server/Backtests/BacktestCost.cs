using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>
/// Estimates what a run will cost: from the number of reports in each region, the thresholds that judge each, and the length of
/// their windows. The unit is about one report judged by one threshold.
/// </summary>
/// <remarks>
/// What drives the cost, as measured: each threshold in each region takes memory and time to set up; each report is taken in its
/// region and in those above it and judged there by every threshold that applies; and while an alert is open, each report may
/// bring a revision, which looks at all incidents of the window. Whether an alert will be open is not known before: it is taken
/// to be, unless the window holds on average not half of what the threshold asks for. An estimate can be wrong, so a run is ended
/// by its duration too.
/// </remarks>
internal sealed class BacktestCost(RegionCatalog catalog, IReadOnlyList<Threshold> thresholds, long max)
{
    /// <summary>Cost of a threshold in a region, for its memory more than for its time.</summary>
    private const double Setup = 500;

    /// <summary>Cost of a report in its region and in each region above.</summary>
    private const double Taking = 4;

    /// <summary>Cost of a report from a region below, for a threshold that counts only the region's own reports.</summary>
    private const double PassedOver = 0.2;

    /// <summary>Cost of an incident that a revision shows, and of one that it only examines.</summary>
    private const double Shown = 0.4;
    private const double LookedAt = 1.0 / 16;

    /// <summary>Incidents that a revision shows.</summary>
    private const double MaxShown = 50;

    /// <summary>The estimate is repeated when the number of known reports has grown by this factor.</summary>
    private const double Growth = 1.25;

    private const int FirstEstimate = 1_024;

    private readonly Dictionary<string, RegionLoad> _loads = new(StringComparer.Ordinal);
    private long _first = long.MaxValue;
    private long _last = long.MinValue;
    private long _reports;
    private long _nextEstimate = FirstEstimate;

    /// <summary>Adds a report of a region; unknown regions cost nothing.</summary>
    /// <param name="at">UTC ticks at which it occurred or came in.</param>
    public void Add(string region, long at)
    {
        if (!_loads.TryGetValue(region, out var load) && !catalog.TryGet(region, out _))
        {
            return;
        }

        (_first, _last) = (Math.Min(_first, at), Math.Max(_last, at));
        load ??= LoadOf(region);
        load.Own++;
        for (; load is not null; load = load.Above)
        {
            load.Reports++;
        }

        _reports++;
    }

    /// <summary>Checks the cost if the number of reports has grown much since the last check.</summary>
    /// <exception cref="RefusedException">The reports so far cost too much.</exception>
    public void CheckAsItGrows()
    {
        if (_reports >= _nextEstimate)
        {
            _nextEstimate = (long)(_reports * Growth);
            Check();
        }
    }

    /// <exception cref="RefusedException">It costs too much.</exception>
    public void Check()
    {
        var estimate = Estimate();
        if (estimate > max)
        {
            throw new RefusedException(new Fault(FaultTypes.TooCostly, string.Create(
                CultureInfo.InvariantCulture,
                $"{_reports:N0} reports in {_loads.Count:N0} regions under {thresholds.Count:N0} thresholds cost about "
                + $"{estimate:N0}, where at most {max:N0} may be run: "
                + $"take fewer reports, thresholds or regions, or shorter windows.")));
        }
    }

    public double Estimate()
    {
        if (_reports == 0)
        {
            return 0;
        }

        var span = Math.Max(_last - _first, 1);
        var sum = 0.0;
        foreach (var load in _loads.Values)
        {
            sum += load.Reports * Taking;
            foreach (var index in load.Thresholds)
            {
                var threshold = thresholds[index];
                var counted = threshold.Scope.Depth == Depth.Leaf ? load.Own : load.Reports;
                sum += Setup + ((load.Reports - counted) * PassedOver);
                if (counted > 0)
                {
                    sum += counted * (1 + RevisionPerReport(threshold, counted, span));
                }
            }
        }

        return sum;
    }

    private static double RevisionPerReport(Threshold threshold, long reports, long span)
    {
        var window = threshold.Window?.Ticks ?? 0;
        var held = threshold.Measure == Measure.Level ? Math.Min(reports, MaxShown) : reports * Math.Min(1, window / (double)span);
        var open = threshold.Measure switch
        {
            Measure.Incidents or Measure.Towns or Measure.Regions when held < threshold.AtLeast / 2 => 0,

            // Both compare with what is usual in the region, which is rarely exceeded.
            Measure.Surge or Measure.Level => 0.25,

            // Shows a few incidents, however many the window holds.
            Measure.Sequence => 0.1,
            _ => 1,
        };
        var every = Math.Max(threshold.UpdateEvery.Ticks, 1);
        var revisions = open * Math.Min(1, span / (double)every / reports);
        return revisions * ((Math.Min(held, MaxShown) * Shown) + (held * LookedAt));
    }

    private RegionLoad LoadOf(string code)
    {
        if (!_loads.TryGetValue(code, out var load))
        {
            var region = catalog[code];
            var applying = Enumerable.Range(0, thresholds.Count).Where(i => RegionEngine.Applies(thresholds[i].Scope, region, catalog));
            load = new RegionLoad([.. applying], region.Parent is { } parent ? LoadOf(parent) : null);
            _loads.Add(code, load);
        }

        return load;
    }

    private sealed class RegionLoad(int[] thresholds, RegionLoad? above)
    {
        /// <summary>Indices of the thresholds that judge here.</summary>
        public int[] Thresholds => thresholds;

        public RegionLoad? Above => above;

        /// <summary>Reports of the region itself.</summary>
        public long Own { get; set; }

        /// <summary>Reports of the region and of those below it.</summary>
        public long Reports { get; set; }
    }
}
