using System.Text;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Regions;
using Alerting.Server.Backtests;
using Alerting.Server.Http;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

/// <summary>What a run is told to cost follows what drives it, and what people really run is let in.</summary>
public sealed class BacktestCostTests
{
    private static readonly long s_start = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    [Fact]
    public void A_million_reports_of_two_years_under_the_default_thresholds_are_let_in()
    {
        string[] countries = ["IQ", "SY", "TR", "NG", "FR", "RU", "UA", "AF"];
        List<string> regions = [.. countries.SelectMany(static c => RegionCatalog.Iso.ChildrenOf(c)).Take(500)];

        var cost = Cost(DefaultThresholds.All, 1_000_000, TimeSpan.FromDays(730) / 1_000_000, regions);

        cost.Check();
        Assert.InRange(cost.Estimate(), 5_000_000, new BacktestOptions().MaxCost);
    }

    [Fact]
    public void Few_reports_under_many_thresholds_that_are_all_reached_are_not()
    {
        var many = Enumerable.Range(0, 1_000).Select(static i => Incidents($"t{i}", "PT24H")).ToList();

        var cost = Cost(many, 2_000, TimeSpan.FromMinutes(1), ["IQ-AN"]);

        var refused = Assert.Throws<RefusedException>(cost.Check);
        Assert.Equal("too-costly", refused.Fault.Type);
        Assert.Contains("2,000 reports", refused.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_threshold_costs_where_it_judges()
    {
        var elsewhere = Cost([Incidents("t", "PT1H", region: "SY")], 1_000, TimeSpan.FromMinutes(1), ["IQ-AN"]).Estimate();
        var here = Cost([Incidents("t", "PT1H", region: "IQ")], 1_000, TimeSpan.FromMinutes(1), ["IQ-AN"]).Estimate();
        var above = Cost([Incidents("t", "PT1H", region: "IQ", depth: Depth.Root)], 1_000, TimeSpan.FromMinutes(1), ["IQ-AN"]).Estimate();

        Assert.True(here > elsewhere + 1_000, $"{here} here, {elsewhere} elsewhere");
        Assert.True(above > elsewhere + 1_000, $"{above} above, {elsewhere} elsewhere");
    }

    [Fact]
    public void Long_windows_cost_more_than_short_ones_and_thresholds_out_of_reach_less()
    {
        var day = Cost([Incidents("t", "P1D")], 20_000, TimeSpan.FromMinutes(1), ["IQ-AN"]).Estimate();
        var month = Cost([Incidents("t", "P30D")], 20_000, TimeSpan.FromMinutes(1), ["IQ-AN"]).Estimate();
        var never = Cost([Incidents("t", "P30D", atLeast: 1_000_000)], 20_000, TimeSpan.FromMinutes(1), ["IQ-AN"]).Estimate();

        Assert.True(month > 5 * day && day > 5 * never, $"{month} for a month, {day} for a day, {never} out of reach");
    }

    [Fact]
    public void Regions_that_there_are_not_and_no_reports_cost_nothing()
    {
        Assert.Equal(0, Cost(DefaultThresholds.All, 100, TimeSpan.FromMinutes(1), ["XX-YY"]).Estimate());
        Assert.Equal(0, Cost(DefaultThresholds.All, 0, TimeSpan.FromMinutes(1), ["IQ-AN"]).Estimate());
    }

    [Theory]
    [InlineData("{\"region\":\"IQ-AN\",\"occurredAt\":\"2014-01-01T00:00:00Z\"}", "IQ-AN")]
    [InlineData(
        "{\"x\":{\"region\":\"SY\"},\"receivedAt\":\"2014-01-01T00:00:00Z\",\"occurredAt\":\"2013-01-01T00:00:00Z\",\"region\":\"IQ\"}",
        "IQ")]
    [InlineData("{\"occurredAt\":\"2013-01-01T00:00:00Z\",\"receivedAt\":\"2014-01-01T00:00:00Z\",\"region\":\"IQ\"}", "IQ")]
    [InlineData("{\"occurredAt\":\"2014-01-01T00:00:00Z\",\"location\":{\"lat\":33.42,\"lon\":43.31}}", "IQ-AN")]
    [InlineData("{\"occurredAt\":\"2014-01-01T00:00:00Z\",\"location\":{\"lat\":0,\"lon\":0}}", null)]
    [InlineData("{\"occurredAt\":\"2014-01-01T00:00:00Z\",\"location\":{\"lat\":[],\"lon\":999}}", null)]
    [InlineData("{\"region\":7,\"occurredAt\":\"2014-01-01T00:00:00Z\"}", null)]
    [InlineData("{\"region\":\"IQ-AN\"", null)]
    [InlineData("[\"region\"]", null)]
    [InlineData("", null)]
    public void A_glance_at_a_report_finds_where_and_when(string json, string? region)
    {
        var glance = new ReportGlance(RegionBoundaries.Load(RegionCatalog.Iso));
        var found = glance.TryRead(Encoding.UTF8.GetBytes(json), out var where, out var when);

        Assert.Equal(region is not null, found);
        if (region is not null)
        {
            Assert.Equal((region, s_start), (where, when));
        }
    }

    private static BacktestCost Cost(IReadOnlyList<Threshold> thresholds, int reports, TimeSpan step, List<string> regions)
    {
        var cost = new BacktestCost(RegionCatalog.Iso, thresholds, new BacktestOptions().MaxCost);
        for (var i = 0; i < reports; i++)
        {
            cost.Add(regions[i % regions.Count], s_start + (i * step.Ticks));
        }

        return cost;
    }

    private static Threshold Incidents(string id, string window, string region = "*", Depth depth = Depth.Leaf, double atLeast = 1) => new()
    {
        Id = id,
        Name = id,
        Scope = new Scope([region], depth),
        Measure = Measure.Incidents,
        Window = Duration.Parse(window),
        AtLeast = atLeast,
        ClearBelow = atLeast,
        Severity = Severity.Notice,
    };
}
