using Alerting.Alerts;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Backtests;

/// <summary>
/// As long as no alert ends in between, reports within lateness that name their incidents end in the same open alerts
/// with the same evidence in whatever order they come.
/// </summary>
public sealed class OrderOfReportsTests
{
    private static readonly string[] s_regions = ["IQ-AN", "IQ-BG", "IQ-DI", "SY-DY"];
    private static readonly DateTimeOffset s_start = RandomHistory.Start;
    private static readonly DateTimeOffset s_end = s_start.AddDays(2);

    private static readonly ThresholdVersion[] s_thresholds =
    [
        One("incidents", Measure.Incidents, 4, Depth.Leaf, "PT1H"),
        One("towns", Measure.Towns, 3, Depth.Leaf, "PT2H"),
        One("killed", Measure.Killed, 8, Depth.Leaf, "PT1H"),
        One("weight", Measure.Weight, 12, Depth.Root, "PT2H"),
        One("regions", Measure.Regions, 3, Depth.Root, "PT30M"),
        One("casualties", Measure.Casualties, 20, Depth.Root, "PT6H"),
    ];

    private static readonly Gen<Report[]> s_reports = Gen.Select(
        Gen.Int[0, s_regions.Length - 1], Gen.Int[0, 4], Gen.Int[0, 72], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 9],
        (region, town, time, killed, wounded, shared) => (region, town, time, killed, wounded, shared)).Array[5, 40]
        .Select(static facts => facts.Select(static (f, i) => new Report
        {
            ReportId = $"{i}",
            Source = $"source-{i % 3}",
            Region = s_regions[f.region],
            Town = $"Town {f.town}",
            Precision = Precision.Town,
            Kind = "ied",
            Family = Family.Explosion,
            KindWeight = 2,
            OccurredAt = s_start.AddMinutes(5 * f.time),
            Killed = f.killed,
            Wounded = f.wounded,
            // Some tell of one incident, most of one of their own.
            IncidentId = f.shared == 0 ? $"shared-{f.region}" : $"own-{i}",
        }).ToArray());

    [Fact]
    public void Time_order_and_any_other_order_end_in_the_same_open_alerts()
    {
        var compared = 0;
        Gen.Select(s_reports, Gen.Int).Sample(
            (reports, seed) =>
            {
                var inOrder = reports.OrderBy(static r => r.OccurredAt).Select(static r => (r, r.OccurredAt.UtcTicks));

                // Each comes in when all has happened, one second after the other.
                var shuffled = reports.ToArray();
                new Random(seed).Shuffle(shuffled);
                var late = shuffled.Select(static (r, i) => (r, s_start.AddHours(6).AddSeconds(i).UtcTicks));

                var (first, second) = (Run(inOrder), Run(late));
                if (AnyEnded(first) || AnyEnded(second))
                {
                    return;
                }

                Interlocked.Add(ref compared, first.Alerts.Count);
                Assert.Equal(Open(first), Open(second));
            },
            iter: 500);
        Assert.True(compared > 200, $"only {compared} alerts were compared");
    }

    private static bool AnyEnded(BacktestRun run) => run.Alerts.Any(static a => a.Last.Status != AlertStatus.Open);

    private static List<string> Open(BacktestRun run) =>
    [
        .. run.Alerts.Select(static a =>
            $"{a.Last.AlertId} {a.Last.Measure.Value} at {a.Last.Measure.To:O} of {a.Last.EvidenceCount}: "
            + string.Join(
                ' ', a.Last.Evidence.Select(static e =>
                    $"{e.Region}/{e.IncidentId}/{e.Killed}/{e.OccurredAt:O}"))).Order(StringComparer.Ordinal),
    ];

    private static BacktestRun Run(IEnumerable<(Report Report, long ReceivedAt)> history)
    {
        var run = new BacktestRun(RegionCatalog.Iso, EngineOptions.Default, s_thresholds, new BacktestPeriod(0, s_end.UtcTicks));
        foreach (var (report, receivedAt) in history)
        {
            run.Take(report, receivedAt, default);
        }

        run.Finish(default);
        return run;
    }

    // Nothing clears before the end.
    private static ThresholdVersion One(string id, Measure measure, double atLeast, Depth depth, string window) => new(
        id,
        1,
        new Threshold
        {
            Id = id,
            Name = id,
            Scope = new Scope(["*"], depth),
            Measure = measure,
            Window = Duration.Parse(window),
            AtLeast = atLeast,
            ClearBelow = atLeast,
            ClearAfter = Duration.Parse("P3D"),
            Severity = Severity.Notice,
        },
        default,
        "",
        null);
}
