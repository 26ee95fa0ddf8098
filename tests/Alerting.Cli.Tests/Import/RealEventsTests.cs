using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>
/// Two years of real events in Iraq (UCDP GED 19.1), imported and run through the engine. The days on which three
/// places of one governorate were hit were counted beforehand, from the table and without any of this code; places
/// within 25 km of a town counted as that town.
/// </summary>
public sealed class RealEventsTests(ITestOutputHelper output)
{
    private static readonly DateOnly s_first = new(2013, 1, 1);
    private static readonly DateOnly s_last = new(2014, 12, 31);

    /// <summary>Days whose day before raised an alert: it is still open and goes on.</summary>
    private static readonly string[] s_continued = ["2014-01-04 IQ-AN", "2014-07-18 IQ-SD"];

    /// <summary>Days that need a place known to within 25 km only to make three.</summary>
    private static readonly string[] s_near = ["2014-07-08 IQ-SD", "2014-07-17 IQ-SD", "2014-07-18 IQ-SD", "2014-08-02 IQ-NI", "2014-10-25 IQ-NI"];

    [Fact]
    public async Task Days_with_three_towns_hit_raise_an_alert_or_continue_that_of_the_day_before()
    {
        var days = Days();
        var run = await RunAsync();

        Assert.Equal(days.Except(s_continued), run.Alerts.Select(static a => Day(a.Revisions[0].At, a.Last.Region.Code)));
        Assert.Equal(15, run.Alerts.Count);
        foreach (var day in s_continued)
        {
            var alert = run.Alerts.Single(a => a.Last.Region.Code == day[11..] && a.Revisions[0].At == Noon(day[..10]).AddDays(-1));
            Assert.Contains(alert.Revisions, r => r.Change == AlertChange.Updated && r.At >= Noon(day[..10]) && r.At < Noon(day[..10]).AddMinutes(1));
            Assert.Equal(Noon(day[..10]).AddDays(1).AddMinutes(15), alert.Last.EndedAt);
        }
    }

    [Fact]
    public async Task Where_asked_for_only_exact_places_are_towns()
    {
        var days = Days();
        var run = await RunAsync("--near", "area");

        Assert.Equal(days.Except(s_continued).Except(s_near), run.Alerts.Select(static a => Day(a.Revisions[0].At, a.Last.Region.Code)));
    }

    [Fact]
    public async Task Anbar_reads_severe_on_3_January_2014()
    {
        var levels = LevelsByRegion(await RunAsync());

        Assert.True(LevelAt(levels["IQ-AN"], Noon("2014-01-02")) <= ThreatLevel.Moderate);
        Assert.True(LevelAt(levels["IQ-AN"], Noon("2014-01-03")) >= ThreatLevel.Severe);
        Assert.True(LevelAt(levels["IQ-AN"], Noon("2014-01-03").AddHours(12)) >= ThreatLevel.Severe);
    }

    [Fact]
    public async Task Governorates_without_events_read_low()
    {
        var reports = (await ImportAsync()).ToLookup(static r => r.Region, static r => r.OccurredAt);
        var levels = LevelsByRegion(await RunAsync());
        var days = Enumerable.Range(0, s_last.DayNumber - s_first.DayNumber + 1).Select(static i => Noon(s_first.AddDays(i))).ToList();

        output.WriteLine("Days that read low, moderate, substantial, severe, critical at noon:");
        foreach (var code in RegionCatalog.Iso.Codes.Where(static c => RegionCatalog.Iso.IsWithin(c, "IQ") && RegionCatalog.Iso.ChildrenOf(c).Count == 0))
        {
            var counts = days.CountBy(d => LevelAt(levels[code], d)).ToDictionary();
            output.WriteLine($"{code} {string.Join(' ', Enum.GetValues<ThreatLevel>().Select(l => counts.GetValueOrDefault(l)))}");
            var quiet = days.Where(d => !reports[code].Any(at => at <= d && at > d.AddDays(-7)));
            Assert.All(quiet, d => Assert.Equal(ThreatLevel.Low, LevelAt(levels[code], d)));
        }

        Assert.Empty(reports["IQ-QA"]);
        Assert.Empty(levels["IQ-QA"]);
    }

    private static ILookup<string, LevelChange> LevelsByRegion(BacktestRun run) => run.Levels.ToLookup(static l => l.Region, static l => l.Change);

    private static ThreatLevel LevelAt(IEnumerable<LevelChange> changes, DateTimeOffset at) =>
        changes.LastOrDefault(c => c.At <= at.UtcTicks)?.To ?? ThreatLevel.Low;

    private static async Task<List<Report>> ImportAsync(params string[] arguments)
    {
        var imported = await ImportProbe.RunAsync(["--format", "ucdp-ged", TestData.Require("ucdp-ged-iraq-2013-2014.csv"), .. arguments]);
        Assert.Equal(0, imported.Code);
        return imported.Reports;
    }

    private static async Task<BacktestRun> RunAsync(params string[] arguments)
    {
        var threshold = new Threshold
        {
            Id = "three-towns",
            Name = "Three towns in a day",
            Scope = new Scope(["IQ"], Depth.Leaf),
            Measure = Measure.Towns,
            Window = Duration.Parse("P1D"),
            AtLeast = 3,
            ClearBelow = 3,
            Severity = Severity.Notice,
        };
        var run = new BacktestRun(RegionCatalog.Iso, EngineOptions.Default, [new ThresholdVersion(threshold.Id, 1, threshold, default, "", null)], BacktestPeriod.Whole);

        // An event that is known to a few days stands at their end, behind rows of earlier days.
        foreach (var report in (await ImportAsync(arguments)).OrderBy(static report => report.OccurredAt))
        {
            Assert.Null(run.Take(report, report.OccurredAt.UtcTicks, TestContext.Current.CancellationToken)!.Value.Error);
        }

        run.Finish(TestContext.Current.CancellationToken);
        return run;
    }

    private static List<string> Days() =>
    [
        .. File.ReadLines(TestData.Require("iraq-simultaneous-days.csv")).Skip(1).Select(static l => l.Split(',')).Select(static c => $"{c[0]} {c[1]}").Order(StringComparer.Ordinal),
    ];

    private static string Day(DateTimeOffset at, string region) => string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd} {region}");

    private static DateTimeOffset Noon(string day) => Noon(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static DateTimeOffset Noon(DateOnly day) => new(day, new TimeOnly(12, 0), TimeSpan.Zero);
}
