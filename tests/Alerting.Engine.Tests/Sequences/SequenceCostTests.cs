using System.Diagnostics;
using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.TestKit;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Sequences;

/// <summary>What a sequence costs does not grow with what its window holds.</summary>
public sealed class SequenceCostTests(ITestOutputHelper output)
{
    private const int Reports = 60_000;

    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>In turns of three, so that chains overlap; every tenth report comes a day late, every tenth is corrected later.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_full_window_with_late_reports_and_corrections_takes_seconds(bool raises)
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        var results = new RegionOutput { WantsIncidents = false };
        string[] kinds = ["abduction", "ied", raises ? "armed-assault" : "protest"];
        var threshold = Sample.Threshold("sequence", Measure.Sequence, 1, "P30D") with
        {
            Steps =
            [
                new Match { Kinds = ["abduction"] }, new Match { Families = [Family.Explosion] }, new Match { Kinds = ["armed-assault"] },
            ],
            SameActor = false,
            SameTown = false,
            UpdateEvery = Duration.Parse("PT0S"),
        };
        engine.Apply(s_start.UtcTicks, new AdoptInput([new ThresholdVersion("sequence", 1, threshold, s_start, "test", null)]), results);

        var time = Stopwatch.StartNew();
        for (var i = 0; i < Reports; i++)
        {
            var now = s_start.AddSeconds(30 * i);
            var report = Sample.Assault(i.ToString(CultureInfo.InvariantCulture), i % 10 == 3 ? now.AddDays(-1) : now) with
            {
                Kind = kinds[i % 3],
                Family = i % 3 == 1 ? Family.Explosion : Family.AttackOnCivilians,
            };
            engine.Apply(now.UtcTicks, new ReportInput(report), results);
            if (i % 10 == 7)
            {
                engine.Apply(now.UtcTicks, new ReportInput(report with { Revision = 2, OccurredAt = now.AddHours(-5) }), results);
            }

            results.Clear();
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.Elapsed.TotalMilliseconds * 1000 / Reports:0.0} µs a report"));

        // About a second; a walk through the window at each report would take many minutes.
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(60), $"{time.Elapsed}");
    }
}
