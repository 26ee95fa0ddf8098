using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Doubts;

/// <summary>What is certain depends on the facts, and not on the order in which they came or on the region that judges.</summary>
public sealed class ClusterOrderTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_towns = ["Karmah", "Garma", "Al-Karma", "Fallujah", "Faluja", "Ramadi"];
    private static readonly string[] s_kinds = ["ied", "vehicle-bomb", "ambush"];

    private static readonly Measure[] s_measures = [Measure.Incidents, Measure.Towns, Measure.Killed, Measure.Casualties, Measure.Weight];

    // Each names its incident, so that the incidents are the same in every order; half of the reports are withdrawn later.
    private static readonly Gen<Report[]> s_reports = Gen.Select(
        Gen.Int[0, s_towns.Length - 1], Gen.Int[0, s_kinds.Length - 1], Gen.Int[0, 20], Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 3],
        static (town, kind, time, killed, source, actor) => (town, kind, time, killed, source, actor)).Array[2, 30]
        .Select(static facts => facts.Select(static (f, i) => new Report
        {
            ReportId = $"{i}",
            Source = $"source-{f.source}-{i % 5}",
            Region = "IQ-AN",
            Town = s_towns[f.town],
            Precision = Precision.Town,
            Kind = s_kinds[f.kind],
            Family = f.kind == 2 ? Family.AttackOnSecurityForces : Family.Explosion,
            KindWeight = 2,
            OccurredAt = s_start.AddMinutes(10 * f.time),
            Killed = f.killed,
            Wounded = f.killed / 2,
            Actors = f.actor switch { 0 => ["ISIL"], 1 => ["JRTN"], _ => [] },
            IncidentId = $"incident-{i / 2}",
        }).ToArray());

    [Fact]
    public void Any_order_of_reports_and_retractions_leads_to_the_same_certain_values_here_and_above()
    {
        var doubtful = 0;
        Gen.Select(s_reports, Gen.Int).Sample(
            (reports, seed) =>
            {
                var random = new Random(seed);
                var shuffled = reports.ToArray();
                random.Shuffle(shuffled);
                Report[] withdrawn = [.. reports.Where(static (_, i) => i % 3 == 0).Select(static r => new Report
                {
                    ReportId = r.ReportId, Source = r.Source, Region = r.Region, Revision = 2, Retracted = true,
                })];
                var first = Run([.. reports, .. withdrawn]);
                var second = Run([.. shuffled.Concat(withdrawn).OrderBy(_ => random.Next())]);

                Assert.Equal(first, second);

                // The region above has the same facts.
                Assert.Equal(first.Where(static a => a.Region == "IQ-AN").Select(static a => a with { Region = "IQ" }), first.Where(static a => a.Region == "IQ"));
                Interlocked.Add(ref doubtful, first.Count(static a => a.Certain < a.Value));
            },
            iter: 300);
        Assert.True(doubtful > 500, $"only {doubtful} values were in doubt");
    }

    private static List<Told> Run(Report[] reports)
    {
        // An alert on next to nothing tells of the measure as it stands in the end.
        ThresholdVersion[] thresholds =
        [
            .. from measure in s_measures
               from depth in new[] { Depth.Leaf, Depth.Root }
               from count in new[] { Counting.Stated, Counting.Certain }
               let id = $"{measure}-{count}-{depth}".ToLowerInvariant()
               select new ThresholdVersion(
                   id,
                   1,
                   Sample.Threshold(id, measure, 0.001, "PT2H", depth) with
                   {
                       Scope = new Scope([depth == Depth.Leaf ? "IQ-AN" : "IQ"], depth),
                       ClearAfter = Duration.Parse("P3D"),
                       UpdateEvery = Duration.Parse("PT0S"),
                       Count = count,
                   },
                   default,
                   "",
                   null),
        ];
        var run = new BacktestRun(RegionCatalog.Iso, EngineOptions.Default, thresholds, new BacktestPeriod(0, s_start.AddDays(1).UtcTicks));
        var now = s_start.AddHours(6);
        foreach (var report in reports)
        {
            now = now.AddSeconds(1);
            run.Take(report.Retracted ? report with { OccurredAt = now } : report, now.UtcTicks, default);
        }

        run.Finish(default);
        return [.. run.Alerts.Select(static a => a.Last)
            .Where(static a => a.Status == Alerting.Alerts.AlertStatus.Open)
            .Select(static a => new Told(
                a.Region.Code,
                a.Threshold.Id.Replace("-root", "", StringComparison.Ordinal).Replace("-leaf", "", StringComparison.Ordinal),
                a.Measure.Value,
                a.Measure.Certain,
                string.Join(' ', a.Doubts.Select(static d => $"{d.Earlier}~{d.Later}:{d.Reason}"))))
            .OrderBy(static a => a.Region, StringComparer.Ordinal).ThenBy(static a => a.Threshold, StringComparer.Ordinal)];
    }

    private sealed record Told(string Region, string Threshold, double Value, double Certain, string Doubts);
}
