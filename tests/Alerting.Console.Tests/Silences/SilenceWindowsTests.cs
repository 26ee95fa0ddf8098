using Alerting.Console.Shown.Calendars;
using Alerting.Console.Silences;
using Alerting.Silences;
using Xunit;
using static Alerting.Console.Tests.Silences.SilenceSamples;

namespace Alerting.Console.Tests.Silences;

public sealed class SilenceWindowsTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateOnly s_first = new(2026, 3, 23);

    /// <summary>By day of the viewer, and what goes on over midnight is on both days.</summary>
    [Fact]
    public void One_that_holds_once_is_on_the_days_that_it_touches()
    {
        var silence = Once("2026-03-24T20:00:00Z", "2026-03-26T21:00:00Z");
        Assert.Equal(
            ["24 23:00-00:00 True False", "25 00:00-00:00 False False", "26 00:00-00:00 False True"], Drawn(silence, 7, Baghdad));
        Assert.Equal(
            ["24 20:00-00:00 True False", "25 00:00-00:00 False False", "26 00:00-21:00 False True"], Drawn(
                silence, 7, TimeZoneInfo.Utc));
    }

    /// <summary>By the clock of its zone, through the change of its clocks; never before it began.</summary>
    [Fact]
    public void One_of_weekdays_is_drawn_by_the_clock_of_its_zone()
    {
        var silence = Recurring("FREQ=WEEKLY;BYDAY=TU,SA,SU", "PT4H", "Europe/Berlin", "2026-03-28T20:00:00Z");
        Assert.Equal(
            [
                "28 20:00-00:00 True True", "29 19:00-23:00 True True", "31 19:00-23:00 True True",
            ],
            Drawn(silence, 9, TimeZoneInfo.Utc));
        Assert.False(SilenceWindows.IsPartial(silence));
    }

    [Fact]
    public void Of_a_rule_that_is_not_followed_here_the_next_time_is_drawn_and_that_there_may_be_more_is_said()
    {
        var silence = Recurring("FREQ=MONTHLY;BYDAY=4WE", "PT2H", "Asia/Baghdad", "2026-03-25T06:00:00Z", "2026-03-25T06:00:00Z");
        Assert.Equal(["25 09:00-11:00 True True"], Drawn(silence, 7, Baghdad));
        Assert.True(SilenceWindows.IsPartial(silence));
        var active = silence with { Status = SilenceStatus.Active, NextChangeAt = At("2026-03-25T08:00:00Z") };
        Assert.Equal(["25 09:00-11:00 True True"], Drawn(active, 7, Baghdad));
        var ended = silence with { Status = SilenceStatus.Ended, NextChangeAt = null };
        Assert.Empty(Drawn(ended, 7, Baghdad));
        Assert.False(SilenceWindows.IsPartial(ended));
    }

    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=SA,SU", 2)]
    [InlineData("BYDAY=MO;FREQ=WEEKLY", 1)]
    [InlineData("FREQ=DAILY", 7)]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", null)]
    [InlineData("FREQ=WEEKLY;BYDAY=SA;COUNT=3", null)]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO", null)]
    [InlineData("FREQ=WEEKLY;BYDAY=XX", null)]
    [InlineData("FREQ=WEEKLY", null)]
    [InlineData("", null)]
    public void Rules_that_say_but_the_days_of_the_week_are_known(string rule, int? days)
    {
        var known = WeeklyRule.DaysOf(rule);
        Assert.Equal(days, known?.Count);
        if (known is not null)
        {
            Assert.Equal(known, WeeklyRule.DaysOf(WeeklyRule.Of(known)));
        }
    }

    private static IEnumerable<string> Drawn(SilenceView silence, int count, TimeZoneInfo zone)
    {
        var range = new CalendarRange(s_first, count);
        return CalendarSheet.Of(SilenceWindows.Of(silence, range.From(zone), range.To(zone)), range, zone).SelectMany(
            day => day.Spans.Select(held => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{day.Day.Day} {Time(held.From, zone)}-{Time(held.To, zone)} {held.Begins} {held.Ends}")));
    }

    private static string Time(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
