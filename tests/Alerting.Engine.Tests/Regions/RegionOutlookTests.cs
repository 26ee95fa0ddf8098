using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Oracle;
using Alerting.Regions;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Regions;

/// <summary>What an outlook says of a later instant is what the region shows then, to the last bit.</summary>
public sealed class RegionOutlookTests
{
    // Seconds ahead: within the minute, on the edges of windows, and beyond the last of them.
    private static readonly int[] s_ahead =
        [0, 1, 59, 60, 3_600, 86_399, 86_400, 86_401, 5 * 86_400, (7 * 86_400) - 1, 7 * 86_400, (7 * 86_400) + 301, 60 * 86_400];

    [Fact]
    public void Of_a_region_that_takes_reports() => Check(Scenarios.Reports, 100);

    [Fact]
    public void Of_a_region_with_regions_below() => Check(Scenarios.RollUps, 100);

    [Fact]
    public void Of_a_region_that_listens_for_silent_sources() => Check(Scenarios.Silence, 50);

    [Fact]
    public void A_region_with_very_many_incidents_has_none()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        var output = new RegionOutput();
        var now = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
        for (var i = 0; i <= RegionOutlook.MaxRecent; i++)
        {
            Assert.NotNull(Outlook(engine, now));
            now += TimeSpan.TicksPerMinute;
            var report = Sample.Assault($"r{i}", Instants.FromTicks(now)) with { IncidentId = $"i{i}" };
            engine.Apply(i + 1, now, new ReportInput(report), output);
        }

        Assert.Null(Outlook(engine, now));
        Assert.NotNull(Outlook(engine, now + TimeSpan.TicksPerDay));
    }

    private static void Check(Gen<Scenario> scenarios, int iterations)
    {
        var looked = 0;
        scenarios.Sample(
            scenario =>
            {
                var engine = new RegionEngine(scenario.Code, scenario.Catalog, scenario.Options);
                var output = new RegionOutput();
                var sequence = 0;
                foreach (var (now, input) in scenario.Steps)
                {
                    if (input is not null)
                    {
                        engine.Apply(++sequence, now, input, output);
                    }

                    engine.Advance(now, output);
                    if (Outlook(engine, engine.Now) is not { } outlook)
                    {
                        continue;
                    }

                    foreach (var at in s_ahead.Select(seconds => engine.Now + (seconds * TimeSpan.TicksPerSecond)))
                    {
                        Assert.Equal(Show(engine.View.FiguresAt(at)), Show(outlook.FiguresAt(at)));
                        Interlocked.Increment(ref looked);
                    }
                }
            },
            iter: RandomExamples.Of(iterations));
        Assert.True(looked > iterations, $"{looked} instants were looked at");
    }

    private static RegionOutlook? Outlook(RegionEngine engine, long at) =>
        engine.View.OutlookFrom(engine.View.FiguresAt(at), changedAt: at);

    private static string Show(RegionFigures figures) => string.Join(
        " | ",
        figures.Level, figures.Score.ToString("R"), figures.ScoreDayBefore.ToString("R"), figures.Since, figures.Override,
        figures.Incidents24h, figures.Incidents7d, figures.Killed24h, string.Join(',', figures.Towns24h), figures.Towns24hCount,
        string.Join(',', figures.OpenAlerts), figures.LastIncidentAt, figures.AsOf, figures.Decays,
        string.Join(',', figures.QuietSources.Select(static source => source.Source)), figures.QuietSourcesCount);
}
