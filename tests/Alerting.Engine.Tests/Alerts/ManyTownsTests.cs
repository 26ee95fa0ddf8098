using System.Globalization;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Alerts;

/// <summary>What an alert lists has a bound, whatever its window holds, and what it counts is the whole.</summary>
public sealed class ManyTownsTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_many_towns_those_hit_most_recently_are_listed_and_all_are_counted()
    {
        var alert = Raise(Measure.Towns, 1_500);

        Assert.Equal(1_500, alert.Measure.Value);
        Assert.Equal((1_500, 1_500), (alert.TownsCount, alert.EvidenceCount));
        Assert.Equal(Enumerable.Range(1_400, 100).Select(Town), alert.Towns);
        Assert.Contains("Town 0007 10:00 UTC (13:00+03:00) and 1492 more.", alert.Explanation, StringComparison.Ordinal);
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Wire.Alert).Length < 32_768);
    }

    [Theory]
    [InlineData(Measure.Incidents)]
    [InlineData(Measure.Killed)]
    public void The_sentence_counts_what_it_does_not_name(Measure measure) =>
        Assert.EndsWith(" and 1492 more.", Raise(measure, 1_500).Explanation, StringComparison.Ordinal);

    [Fact]
    public void A_hundred_towns_are_all_listed()
    {
        var alert = Raise(Measure.Towns, 100);

        Assert.Equal(100, alert.TownsCount);
        Assert.Equal(Enumerable.Range(0, 100).Select(Town), alert.Towns);
    }

    [Fact]
    public void A_region_lists_the_towns_hit_most_recently_and_counts_all()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        var output = new RegionOutput();
        for (var i = 0; i < 300; i++)
        {
            engine.Apply(i + 1, s_start.UtcTicks + i, new ReportInput(Report(i)), output);
        }

        var figures = engine.View.FiguresAt(s_start.UtcTicks + 300);

        Assert.Equal(300, figures.Towns24hCount);
        Assert.Equal(Enumerable.Range(200, 100).Select(Town), figures.Towns24h);
    }

    [Fact]
    public void Of_many_sources_of_an_incident_the_first_are_listed_with_the_evidence_and_all_are_counted()
    {
        var reports = Enumerable.Range(0, 150)
            .Select(static i => Report(i) with { Source = Source(i), IncidentId = "one", Town = "Ramadi", OccurredAt = s_start });
        var item = Assert.Single(Raise(Measure.Killed, reports, 1).Evidence);

        Assert.Equal(150, item.SourcesCount);
        Assert.Equal(EvidenceItem.MaxSources, item.Sources.Count);
    }

    [Fact]
    public void What_was_stored_without_counts_is_read_with_those_of_its_lists()
    {
        var stored = JsonSerializer.SerializeToNode(Raise(Measure.Towns, 3), AlertJson.Wire.Alert)!.AsObject();
        stored.Remove("townsCount");
        stored["evidence"]![0]!.AsObject().Remove("sourcesCount");

        var read = JsonSerializer.Deserialize(stored, AlertJson.Wire.Alert)!;

        Assert.Equal((3, 1), (read.TownsCount, read.Evidence[0].SourcesCount));
    }

    private static Alert Raise(Measure measure, int count) => Raise(measure, Enumerable.Range(0, count).Select(Report), count);

    private static Alert Raise(Measure measure, IEnumerable<Report> reports, double atLeast)
    {
        var threshold = new Threshold
        {
            Id = "many",
            Name = "many",
            Scope = new Scope(["IQ-AN"], Depth.Leaf),
            Measure = measure,
            Window = Duration.Parse("PT2H"),
            AtLeast = atLeast,
            ClearBelow = 1,
            UpdateEvery = Duration.Parse("PT0S"),
            Severity = Severity.Critical,
        };
        var last = s_start.AddSeconds(1).UtcTicks;
        var run = new BacktestRun(
            RegionCatalog.Iso, EngineOptions.Default,
            [
                new ThresholdVersion("many", 1, threshold, default, "", null)
            ], new BacktestPeriod(long.MinValue, last), keepLevels: false);
        foreach (var report in reports)
        {
            run.Take(report, report.OccurredAt.UtcTicks, default);
        }

        run.Finish(default);
        return Assert.Single(run.Alerts).Last;
    }

    private static Report Report(int number) =>
        Sample.CarBomb(number.ToString(CultureInfo.InvariantCulture), s_start.AddTicks(number), "a").In(Town(number)) with { Killed = 1 };

    private static string Town(int number) => "Town " + number.ToString("0000", CultureInfo.InvariantCulture);

    private static string Source(int number) => "source-" + number.ToString("0000", CultureInfo.InvariantCulture);
}
