using Alerting.Backtests;
using Alerting.Engine.Odds;
using Xunit;

namespace Alerting.Engine.Tests.Odds;

public sealed class AlertLoadTests
{
    private static readonly DateTimeOffset s_from = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Weeks_are_counted_back_from_the_end_and_those_without_alerts_count()
    {
        // 30 days are four weeks; the first two days are in none.
        var load = Load(
            30, Span("IQ-AN", 1, 1.1), Span("IQ-AN", 3, 3.1), Span("IQ-AN", 4, 4.1), Span("IQ-BG", 5, 6), Span("IQ-AN", 29, 30));

        Assert.Equal((0.5, 3), (load.PerWeek!.Median, load.PerWeek.P90));
        Assert.Equal(
            [new RegionAlertsPerWeek("IQ-AN", 0.5, 2), new RegionAlertsPerWeek("IQ-BG", 0, 1)], load.PerWeek.Regions);
        Assert.Null(Load(6, Span("IQ-AN", 1, 2)).PerWeek);
        Assert.Equal((0, 0, 0), (Load(7).PerWeek!.Median, Load(7).PerWeek!.P90, Load(7).PerWeek!.Regions.Count));
    }

    [Fact]
    public void An_alert_that_was_raised_before_the_period_is_not_raised_in_it_but_open()
    {
        var load = Load(10, Span("IQ-AN", -3, 1.5), Span("IQ-AN", 8, null));

        Assert.Equal(1, load.PerWeek!.P90);
        Assert.Equal([new OpenDays("IQ-AN", 4, 0.4)], load.OpenDays);
    }

    [Fact]
    public void A_day_counts_once_however_many_alerts_are_open_on_it()
    {
        var load = Load(10, Span("IQ-AN", 2.1, 2.2), Span("IQ-AN", 2.4, 4), Span("IQ-BG", 9.9, 10), Span("SY-DY", 5, 5));

        Assert.Equal([new OpenDays("IQ-AN", 2, 0.2), new OpenDays("IQ-BG", 1, 0.1), new OpenDays("SY-DY", 1, 0.1)], load.OpenDays);
    }

    [Fact]
    public void Raised_again_is_what_is_raised_within_a_day_of_the_end_of_the_one_before_in_its_region()
    {
        var load = Load(
            20, Span("IQ-AN", -2, -0.5), Span("IQ-AN", 0.4, 1), Span("IQ-BG", 1.2, 1.3), Span("IQ-AN", 2, 3), Span("IQ-AN", 4.1, 5));

        Assert.Equal(2, load.Reraised);
    }

    private static AlertLoad Load(int days, params AlertSpan[] alerts) => new(alerts, s_from, s_from.AddDays(days));

    private static AlertSpan Span(string region, double from, double? to) =>
        new(region, s_from.AddDays(from), to is { } end ? s_from.AddDays(end) : null);
}
