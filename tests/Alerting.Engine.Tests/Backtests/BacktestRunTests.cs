using Alerting.Alerts;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Backtests;

public sealed class BacktestRunTests
{
    private static readonly string[] s_regions = ["IQ-AN", "IQ-BG", "IQ-DI", "IQ", "SY-DY"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_happens_before_the_period_warms_the_state_unreported_and_what_comes_after_is_left_out(int seed)
    {
        var history = RandomHistory.Create(seed, s_regions, 80);
        var whole = Run(history, BacktestPeriod.Whole);
        var (from, to) = (history[25].ReceivedAt, history[60].ReceivedAt);

        var part = Run(history, new BacktestPeriod(from, to));

        Assert.NotEmpty(part.Alerts);
        Assert.Equal(Revisions(whole).Where(r => r.At >= from && r.At <= to), Revisions(part));
        Assert.Equal(whole.Levels.Where(l => l.Change.At >= from && l.Change.At <= to), part.Levels);
        Assert.Equal(history.Count(h => h.ReceivedAt >= from && h.ReceivedAt <= to), part.Reports);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Regions_above_are_left_out_only_where_nobody_would_see_it(int seed)
    {
        var history = RandomHistory.Create(seed, s_regions, 80);
        var leaves = RandomHistory.Thresholds.Where(t => t.Scope.Depth == Depth.Leaf).ToList();

        var lean = Run(history, BacktestPeriod.Whole, leaves, keepLevels: false);

        Assert.Empty(lean.Levels);
        Assert.Equal(Revisions(Run(history, BacktestPeriod.Whole, leaves)), Revisions(lean));
    }

    [Fact]
    public void A_level_that_every_region_has_is_raised_for_regions_above_whatever_is_asked_for()
    {
        var history = RandomHistory.Create(1, ["IQ-AN"], 1);
        var always = new Threshold
        {
            Id = "level-low",
            Name = "Any level",
            Scope = new Scope(["*"], Depth.Leaf),
            Measure = Measure.Level,
            AtLeast = 1,
            ClearBelow = 1,
            Severity = Severity.Notice
        };

        var lean = Run(history, new BacktestPeriod(long.MinValue, history[0].ReceivedAt), [always], keepLevels: false);

        Assert.Equal(["IQ-AN", "IQ"], lean.Alerts.Select(static a => a.Last.Region.Code).OrderByDescending(static code => code.Length));
    }

    [Fact]
    public void Without_an_end_the_clock_runs_until_all_levels_have_fallen_and_all_alerts_have_ended()
    {
        var run = Run(RandomHistory.Create(1, s_regions, 200), BacktestPeriod.Whole);

        Assert.All(run.Alerts, a => Assert.NotEqual(AlertStatus.Open, a.Last.Status));
        Assert.All(run.Levels.GroupBy(l => l.Region), region => Assert.Equal(ThreatLevel.Low, region.Last().Change.To));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Runs_that_share_the_roots_tell_the_same_as_one(int seed)
    {
        var history = RandomHistory.Create(seed, s_regions, 200);
        var whole = Run(history, BacktestPeriod.Whole);
        BacktestRun[] parts =
        [
            Run(history.Where(static h => h.Report.Region.StartsWith("IQ", StringComparison.Ordinal)), BacktestPeriod.Whole),
            Run(history.Where(static h => h.Report.Region.StartsWith("SY", StringComparison.Ordinal)), BacktestPeriod.Whole),
        ];

        Assert.Equal(
            whole.Alerts.Select(static a => a.Last.AlertId),
            BacktestOrder.Merge(parts.Select(static p => p.Alerts)).Select(static a => a.Last.AlertId));
        Assert.Equal(whole.Levels, new BacktestOrder(RegionCatalog.Iso).Merge(parts.Select(static p => p.Levels)));
    }

    [Fact]
    public void An_alert_on_the_lowest_level_is_raised_with_the_first_report_and_stays()
    {
        var always = new Threshold
        {
            Id = "always",
            Name = "always",
            Scope = new Scope(["IQ-AN"], Depth.Leaf),
            Measure = Measure.Level,
            AtLeast = 1,
            ClearBelow = 1,
            Severity = Severity.Notice,
        };

        var run = Run([Assault(RandomHistory.Start)], BacktestPeriod.Whole, [always]);

        var alert = Assert.Single(run.Alerts);
        Assert.Equal((AlertStatus.Open, RandomHistory.Start), (alert.Last.Status, alert.Last.RaisedAt));
        Assert.Equal(AlertChange.Raised, alert.Revisions[0].Change);
    }

    [Fact]
    public void Reports_of_the_last_day_there_is_do_no_harm()
    {
        var run = Run([Assault(DateTimeOffset.MaxValue)], BacktestPeriod.Whole);

        Assert.Equal(1, run.Reports);
        Assert.NotEmpty(run.Levels);
    }

    [Fact]
    public void A_report_that_occurs_long_after_it_came_in_is_rejected_and_counts_nowhere()
    {
        var run = NewRun(BacktestPeriod.Whole, RandomHistory.Thresholds, true);

        var outcome = run.Take(Assault(RandomHistory.Start).Report, RandomHistory.Start.AddMinutes(-6).UtcTicks, default);

        Assert.Equal(FaultTypes.InTheFuture, outcome!.Value.Error!.Type);
        Assert.Equal(0, run.Reports);
    }

    private static (Report Report, long ReceivedAt) Assault(DateTimeOffset at) =>
        (
            new Report
            {
                ReportId = "1",
                Source = "a",
                Region = "IQ-AN",
                Kind = "vehicle-bomb",
                Family = Family.Explosion,
                KindWeight = 2.5,
                Killed = 40,
                OccurredAt = at
            },
            at.UtcTicks);

    private static BacktestRun Run(
        IEnumerable<(Report Report, long ReceivedAt)> history, BacktestPeriod period, IReadOnlyList<Threshold>? thresholds =
            null, bool keepLevels = true)
    {
        var run = NewRun(period, thresholds ?? RandomHistory.Thresholds, keepLevels);
        foreach (var (report, receivedAt) in history)
        {
            run.Take(report, receivedAt, default);
        }

        run.Finish(default);
        return run;
    }

    private static BacktestRun NewRun(BacktestPeriod period, IReadOnlyList<Threshold> thresholds, bool keepLevels) =>
        new(
            RegionCatalog.Iso, EngineOptions.Default,
            [.. thresholds.Select(t => new ThresholdVersion(t.Id, 1, t, default, "", null))], period, keepLevels: keepLevels);

    private static List<(
        string AlertId, int Revision, AlertChange Change, long At, double Value, int Evidence)> Revisions(BacktestRun run) =>
    [
        .. run.Alerts.SelectMany(a =>
            a.Revisions.Select(r => (a.Last.AlertId, r.Revision, r.Change, r.At.UtcTicks, r.Value, r.EvidenceCount)))
            .OrderBy(r => r.AlertId, StringComparer.Ordinal).ThenBy(r => r.Revision),
    ];
}
