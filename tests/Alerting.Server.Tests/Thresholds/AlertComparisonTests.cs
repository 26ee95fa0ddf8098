using Alerting.Alerts;
using Alerting.Server.Thresholds;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Server.Tests.Thresholds;

public sealed class AlertComparisonTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Alerts_that_overlap_in_one_region_are_a_pair_and_the_others_are_new_or_gone()
    {
        var comparison = new AlertComparison(
            [Alert("A", 0, 10), Alert("B", 0, 10), Alert("A", 20, 30), Alert("A", 50, null)],
            [Alert("A", 5, 22), Alert("C", 5, 6), Alert("A", 40, 45), Alert("A", 50, null)]);

        // The draft's alert over the gap belongs to the first that it overlaps, so the second has none left.
        Assert.Equal([("A", 0, 5)], comparison.Changed.Select(c => (c.Draft.Region, Hour(c.InForce), Hour(c.Draft))));
        Assert.Equal(["raisedAt", "endedAt"], comparison.Changed[0].Differs);
        Assert.Equal([("C", 5), ("A", 40)], comparison.New.Select(a => (a.Region, Hour(a))));
        Assert.Equal([("B", 0), ("A", 20)], comparison.Gone.Select(a => (a.Region, Hour(a))));
        Assert.Equal(1, comparison.Unchanged);
    }

    [Fact]
    public void Alerts_that_differ_in_severity_or_value_have_changed()
    {
        var comparison =
            new AlertComparison([Alert("A", 0, 10)], [Alert("A", 0, 10) with { Severity = Severity.Critical, Value = 4, Towns = ["Hit"] }]);

        Assert.Equal(["severity", "value", "towns"], Assert.Single(comparison.Changed).Differs);
    }

    [Fact]
    public void Totals_count_by_region_and_iso_week_of_the_raise()
    {
        // 29 December 2014 lies in the first week of 2015.
        var comparison = new AlertComparison(
            [Alert("B", 0, 1), Alert("A", 24 * 362, null)],
            [Alert("A", 24 * 360, 24 * 361), Alert("A", 24 * 362, null), Alert("A", 24 * 363, null)]);

        Assert.Equal(
            [new PreviewTotal("A", "2014-W52", 0, 1), new PreviewTotal("A", "2015-W01", 1, 2), new PreviewTotal("B", "2014-W01", 1, 0)],
            comparison.Totals);
    }

    private static int Hour(PreviewAlert alert) => (int)(alert.RaisedAt - s_start).TotalHours;

    private static PreviewAlert Alert(string region, int raised, int? ended) => new(
        $"{region}.x.1",
        region,
        ended is null ? AlertStatus.Open : AlertStatus.Cleared,
        Severity.Severe,
        s_start.AddHours(raised),
        ended is { } hour ? s_start.AddHours(hour) : null,
        3,
        3,
        [],
        "");
}
