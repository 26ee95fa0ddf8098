using Alerting.Console.Silences;
using Alerting.Silences;
using Xunit;
using static Alerting.Console.Tests.Silences.SilenceSamples;

namespace Alerting.Console.Tests.Silences;

public sealed class CalendarSheetTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateOnly s_first = new(2026, 3, 23);

    [Fact]
    public void Weeks_begin_on_Monday()
    {
        Assert.Equal(s_first, CalendarSheet.WeekOf(s_first));
        Assert.Equal(s_first, CalendarSheet.WeekOf(new DateOnly(2026, 3, 29)));
        Assert.Equal(s_first.AddDays(7), CalendarSheet.WeekOf(new DateOnly(2026, 3, 30)));
    }

    /// <summary>By day of the viewer, and what goes on over midnight is on both days.</summary>
    [Fact]
    public void One_that_holds_once_is_on_the_days_that_it_touches()
    {
        var silence = Once("2026-03-24T20:00:00Z", "2026-03-26T21:00:00Z");
        var sheet = CalendarSheet.Of([silence], s_first, 7, Baghdad);
        Assert.Equal(
            ["24 23:00-00:00 True False", "25 00:00-00:00 False False", "26 00:00-00:00 False True"], Drawn(sheet, Baghdad));
        Assert.Equal(
            ["24 20:00-00:00 True False", "25 00:00-00:00 False False", "26 00:00-21:00 False True"], Drawn(
                CalendarSheet.Of([silence], s_first, 7, TimeZoneInfo.Utc), TimeZoneInfo.Utc));
    }

    /// <summary>By the clock of its zone, through the change of its clocks; never before it began.</summary>
    [Fact]
    public void One_of_weekdays_is_drawn_by_the_clock_of_its_zone()
    {
        var silence = Recurring("FREQ=WEEKLY;BYDAY=TU,SA,SU", "PT4H", "Europe/Berlin", "2026-03-28T20:00:00Z");
        var sheet = CalendarSheet.Of([silence], s_first, 9, TimeZoneInfo.Utc);
        Assert.Equal(
            [
                "28 20:00-00:00 True True", "29 19:00-23:00 True True", "31 19:00-23:00 True True",
            ],
            Drawn(sheet, TimeZoneInfo.Utc));
        Assert.Empty(sheet.Undrawn);
    }

    [Fact]
    public void Of_a_rule_that_is_not_followed_here_the_next_time_is_drawn_and_that_there_may_be_more_is_said()
    {
        var silence = Recurring("FREQ=MONTHLY;BYDAY=4WE", "PT2H", "Asia/Baghdad", "2026-03-25T06:00:00Z", "2026-03-25T06:00:00Z");
        var sheet = CalendarSheet.Of([silence], s_first, 7, Baghdad);
        Assert.Equal(["25 09:00-11:00 True True"], Drawn(sheet, Baghdad));
        Assert.Equal([silence], sheet.Undrawn);
        var active = silence with { Status = SilenceStatus.Active, NextChangeAt = At("2026-03-25T08:00:00Z") };
        Assert.Equal(["25 09:00-11:00 True True"], Drawn(CalendarSheet.Of([active], s_first, 7, Baghdad), Baghdad));
        var ended = silence with { Status = SilenceStatus.Ended, NextChangeAt = null };
        sheet = CalendarSheet.Of([ended], s_first, 7, Baghdad);
        Assert.Empty(Drawn(sheet, Baghdad));
        Assert.Empty(sheet.Undrawn);
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

    private static IEnumerable<string> Drawn(CalendarSheet sheet, TimeZoneInfo zone) => sheet.Days.SelectMany(day => day.Windows.Select(
        held => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{day.Day.Day} {Time(held.From, zone)}-{Time(held.To, zone)} {held.Begins} {held.Ends}")));

    private static string Time(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
