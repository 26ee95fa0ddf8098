using Alerting.Notifications.Silences;
using Alerting.Silences;
using CsCheck;
using NodaTime;
using Xunit;

namespace Alerting.Notifications.Tests.Silences;

/// <summary>When silences hold, over the changes of clocks.</summary>
public sealed class SilenceTimesTests
{
    private static readonly DayOfWeek[] s_days = Enum.GetValues<DayOfWeek>();
    private static readonly string[] s_codes = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    private static readonly string[] s_zones =
        ["Asia/Baghdad", "Europe/Paris", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe", "Africa/Cairo"];

    private static readonly long s_step = TimeSpan.FromMinutes(433).Ticks;

    [Fact]
    public void Once_it_holds_from_its_start_up_to_its_end()
    {
        var silence = Once("2014-03-01T08:00:00Z", "2014-03-01T10:00:00Z");
        Assert.Equal((SilenceStatus.Pending, At("2014-03-01T08:00:00Z")), silence.StatusAt(At("2014-03-01T07:59:59Z")));
        Assert.Equal((SilenceStatus.Active, At("2014-03-01T10:00:00Z")), silence.StatusAt(At("2014-03-01T08:00:00Z")));
        Assert.Equal((SilenceStatus.Ended, null), silence.StatusAt(At("2014-03-01T10:00:00Z")));
    }

    [Theory]
    [InlineData("2014-03-29T02:00:00Z", "2014-03-29T01:30:00Z", "2014-03-29T02:30:00Z")] // A usual day, UTC+1.
    [InlineData("2014-03-30T01:00:00Z", "2014-03-30T01:30:00Z", "2014-03-30T02:30:00Z")] // 02:30 does not exist: as of UTC+1.
    [InlineData("2014-03-31T00:00:00Z", "2014-03-31T00:30:00Z", "2014-03-31T01:30:00Z")] // UTC+2.
    [InlineData("2014-10-26T00:00:00Z", "2014-10-26T00:30:00Z", "2014-10-26T01:30:00Z")] // 02:30 comes twice: the first.
    [InlineData("2014-10-26T01:30:00Z", "2014-10-27T01:30:00Z", "2014-10-27T02:30:00Z")] // And not the second.
    public void At_a_local_time_that_the_clocks_leave_out_or_repeat(string now, string from, string to)
    {
        var silence = Recurring("2014-01-01T01:30:00Z", "FREQ=DAILY", "PT1H", "Europe/Paris");
        Assert.Equal((At(from), At(to)), silence.WindowAfter(At(now)));
    }

    [Fact]
    public void A_window_over_a_change_of_the_clocks_lasts_as_long_as_it_is_said_to()
    {
        var silence = Recurring("2014-03-01T21:00:00Z", "FREQ=WEEKLY;BYDAY=SA", "PT8H", "Europe/Paris");
        Assert.Equal((At("2014-03-29T21:00:00Z"), At("2014-03-30T05:00:00Z")), silence.WindowAfter(At("2014-03-29T22:00:00Z")));
        Assert.Equal((At("2014-04-05T20:00:00Z"), At("2014-04-06T04:00:00Z")), silence.WindowAfter(At("2014-03-30T05:00:00Z")));
    }

    [Fact]
    public void Windows_that_touch_are_one()
    {
        var silence = Recurring("2014-01-03T00:00:00Z", "FREQ=WEEKLY;BYDAY=FR,SA", "P1D", "Asia/Baghdad");
        Assert.Equal((At("2014-01-03T00:00:00Z"), At("2014-01-05T00:00:00Z")), silence.WindowAfter(At("2014-01-03T12:00:00Z")));
    }

    [Theory]
    [InlineData("FREQ=DAILY;COUNT=2", "2014-01-02T12:00:00Z")]
    [InlineData("FREQ=DAILY;UNTIL=20140102T235959Z", "2014-01-02T12:00:00Z")]
    public void A_series_ends(string rule, string last)
    {
        var silence = Recurring("2014-01-01T12:00:00Z", rule, "PT1H", "UTC");
        Assert.Equal(At(last), silence.WindowAfter(At("2014-01-02T00:00:00Z"))?.From);
        Assert.Null(silence.WindowAfter(At("2014-01-02T13:00:00Z")));
    }

    [Fact]
    public void A_leap_day_comes_again()
    {
        var silence = Recurring("2012-02-29T12:00:00Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "PT1H", "UTC");
        Assert.Equal(At("2016-02-29T12:00:00Z"), silence.WindowAfter(At("2014-01-01T00:00:00Z"))?.From);
    }

    [Fact]
    public void A_rule_for_one_month_is_followed_over_all_the_others()
    {
        var silence = Recurring("2014-01-01T00:00:00Z", "FREQ=HOURLY;BYMONTH=1", "PT1H", "UTC");
        Assert.Equal((SilenceStatus.Pending, At("2015-01-01T00:00:00Z")), silence.StatusAt(At("2014-02-01T00:00:00Z")));
    }

    [Theory]
    [InlineData("FREQ=YEARLY;INTERVAL=9000")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    public void A_rule_that_leads_nowhere_holds_nothing_back(string rule)
    {
        var silence = Recurring("2014-01-01T12:00:00Z", rule, "PT1H", "UTC");
        Assert.Equal(SilenceStatus.Ended, silence.StatusAt(At("2014-06-01T00:00:00Z")).Status);
    }

    /// <summary>A year minute by minute: every local time of a day of the rule begins a window.</summary>
    [Fact]
    public void Over_a_year_they_hold_when_every_single_day_says_so() => Gen.Select(
            Gen.Int[0, s_zones.Length - 1].Select(static index => s_zones[index]),
            Gen.Int[0, (24 * 60) - 1],
            Gen.Int[1, 36 * 60],
            Gen.Int[1, 127],
            Gen.Int[0, 364])
        .Sample((zone, minute, length, days, start) =>
        {
            var tz = DateTimeZoneProviders.Tzdb[zone];
            var first = new LocalDate(2014, 1, 1).PlusDays(start).AtMidnight().PlusMinutes(minute);
            var begins = InstantOf(first, tz);
            var named = s_days.Where(day => (days & (1 << (int)day)) != 0).Select(day => s_codes[(int)day]);
            var rule = $"FREQ=WEEKLY;BYDAY={string.Join(',', named)}";
            var silence = Recurring(begins.ToDateTimeOffset(), rule, $"PT{length}M", zone);

            var local = begins.InZone(tz).LocalDateTime;
            var windows = new List<(long From, long To)>();
            for (var day = local.Date; day < local.Date.PlusDays(366); day = day.PlusDays(1))
            {
                // The first day too only where it is one of the rule's.
                if ((days & (1 << ((int)day.DayOfWeek % 7))) != 0)
                {
                    var from = InstantOf(day.At(local.TimeOfDay), tz).ToDateTimeUtc().Ticks;
                    windows.Add((from, from + (length * TimeSpan.TicksPerMinute)));
                }
            }

            for (var now = windows[0].From - TimeSpan.TicksPerHour; now < windows[^1].From; now += s_step)
            {
                var holds = windows.Exists(window => window.From <= now && now < window.To);
                if (holds != (silence.StatusAt(now).Status == SilenceStatus.Active))
                {
                    return false;
                }
            }

            return true;
        });

    [Theory]
    [InlineData("FREQ=SECONDLY", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=MINUTELY", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("every day", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=DAILY;BYMONTHDAY=99", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10;BYMINUTE=1,2,3,4,5,6,7,8,9,10", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=DAILY;COUNT=-1", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=DAILY;INTERVAL=0", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=DAILY;UNTIL=20130101T000000Z", "PT1H", "UTC", "$.schedule.rrule")]
    [InlineData("FREQ=DAILY", "PT30S", "UTC", "$.schedule.duration")]
    [InlineData("FREQ=DAILY", "P32D", "UTC", "$.schedule.duration")]
    [InlineData("FREQ=DAILY", "PT1H", "Baghdad", "$.schedule.timeZone")]
    [InlineData("FREQ=DAILY", "PT1H", "+03:00", "$.schedule.timeZone")]
    public void What_is_no_schedule_is_refused(string rule, string duration, string zone, string path)
    {
        var silence = Recurring("2014-01-01T12:00:00Z", rule, duration, zone);
        Assert.Equal(path, SilenceRules.Validate(silence, Instants.FromTicks(At("2014-01-02T00:00:00Z")))?.Path);
    }

    [Theory]
    [InlineData("2014-01-01T12:00:00Z", "2014-01-01T12:00:00Z")]
    [InlineData("2014-01-01T10:00:00Z", "2014-01-01T11:00:00Z")]
    public void An_end_before_the_start_or_before_now_is_refused(string start, string end) =>
        Assert.Equal("$.endsAt", SilenceRules.Validate(Once(start, end), Instants.FromTicks(At("2014-01-01T11:30:00Z")))?.Path);

    /// <summary>The first instant of a local time; as of the offset before where the clocks leave it out.</summary>
    private static Instant InstantOf(LocalDateTime local, DateTimeZone zone)
    {
        var asUtc = local.InUtc().ToInstant();
        var offsets = Enumerable.Range(-26, 53).Select(hour => zone.GetUtcOffset(asUtc.Plus(NodaTime.Duration.FromHours(hour)))).Distinct();
        var instants = offsets.Select(offset => asUtc.Minus(NodaTime.Duration.FromTicks(offset.Ticks)))
            .Where(instant => instant.InZone(zone).LocalDateTime == local)
            .Order()
            .ToList();
        var before = zone.GetUtcOffset(asUtc.Minus(NodaTime.Duration.FromHours(26)));
        return instants.Count > 0 ? instants[0] : asUtc.Minus(NodaTime.Duration.FromTicks(before.Ticks));
    }

    private static long At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).UtcTicks;

    private static Silence Once(string start, string end) =>
        Of(Instants.FromTicks(At(start))) with { EndsAt = Instants.FromTicks(At(end)) };

    private static Silence Recurring(string start, string rule, string duration, string zone) =>
        Recurring(Instants.FromTicks(At(start)), rule, duration, zone);

    private static Silence Recurring(DateTimeOffset start, string rule, string duration, string zone) => Of(start) with
    {
        Schedule = new SilenceSchedule { Rrule = rule, Duration = Alerting.Duration.Parse(duration), TimeZone = zone },
    };

    private static Silence Of(DateTimeOffset start) => new() { Comment = "test", StartsAt = start, CreatedBy = "test", CreatedAt = start };
}
