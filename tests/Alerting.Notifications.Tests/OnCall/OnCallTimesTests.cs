using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Xunit;

namespace Alerting.Notifications.Tests.OnCall;

/// <summary>Who is on call, in cases that people have asked about.</summary>
public sealed class OnCallTimesTests
{
    private static readonly OnCallSchedule s_weekly = new()
    {
        TimeZone = "Europe/Berlin",
        Layers = [Layer("P1W", null, "2014-03-03T08:00:00Z", "ann", "bob")],
    };

    [Fact]
    public void Weekly_turns_change_at_the_same_local_time_before_and_after_the_clocks_change()
    {
        var times = new OnCallTimes(s_weekly);
        Assert.Equal(("ann", At("2014-03-17T08:00:00Z"), At("2014-03-24T08:00:00Z")), Said(times.At(At("2014-03-20T00:00:00Z"))));
        Assert.Equal(("bob", At("2014-03-24T08:00:00Z"), At("2014-03-31T07:00:00Z")), Said(times.At(At("2014-03-30T12:00:00Z"))));
        var next = times.NextAfter(At("2014-03-30T12:00:00Z"))!.Value;
        Assert.Equal(("ann", At("2014-03-31T07:00:00Z"), At("2014-04-07T07:00:00Z")), Said(next));
    }

    [Fact]
    public void Turns_of_hours_are_counted_in_elapsed_time()
    {
        var times = new OnCallTimes(s_weekly with { Layers = [Layer("PT12H", null, "2014-03-29T07:00:00Z", "ann", "bob")] });
        Assert.Equal("bob", times.ContactAt(At("2014-03-30T06:59:00Z")));
        Assert.Equal("ann", times.ContactAt(At("2014-03-30T07:00:00Z")));
    }

    [Fact]
    public void Nobody_is_on_call_before_the_first_turn_and_after_the_last_override()
    {
        var times = new OnCallTimes(s_weekly);
        Assert.Equal((null, long.MinValue, At("2014-03-03T08:00:00Z")), Said(times.At(0)));
        Assert.Equal([(0, At("2014-03-03T08:00:00Z"))], times.Gaps(0, At("2014-05-01T00:00:00Z")));
    }

    [Fact]
    public void One_alone_is_on_call_for_good()
    {
        var times = new OnCallTimes(s_weekly with { Layers = [Layer("PT1H", null, "2014-03-03T08:00:00Z", "ann", "ann")] });
        var shift = times.At(At("2050-01-01T00:00:00Z"));
        Assert.Equal(("ann", At("2014-03-03T08:00:00Z"), long.MaxValue), Said(shift));
        Assert.Null(times.NextAfter(At("2050-01-01T00:00:00Z")));
    }

    [Fact]
    public void The_last_instant_that_can_be_asked_about_has_somebody()
    {
        var last = OnCallTimes.MaxInstant - 1;
        Assert.NotNull(new OnCallTimes(s_weekly).ContactAt(last));
        Assert.NotNull(new OnCallTimes(s_weekly with { Layers = [Layer("PT1H", "20:00-08:00", "2014-03-03T08:00:00Z", "ann", "bob")] })
            .NextAfter(last - TimeSpan.TicksPerDay * 2));
    }

    [Theory]
    [InlineData("08:00-20:00", 480, 1_200)]
    [InlineData("20:00-08:00", 1_200, 1_920)]
    [InlineData("00:00-24:00", 0, 1_440)]
    [InlineData("18:00-24:00", 1_080, 1_440)]
    [InlineData("18:00-00:00", 1_080, 1_440)]
    public void A_part_of_a_day_is_read(string text, int from, int to)
    {
        Assert.True(DailyWindow.TryParse(text, out var window));
        Assert.Equal(new DailyWindow(from, to), window);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("8:00-20:00")]
    [InlineData("08:00-08:00")]
    [InlineData("24:00-08:00")]
    [InlineData("08:00-24:01")]
    [InlineData("08:60-20:00")]
    [InlineData("08:00–20:00")]
    [InlineData("+8:00-20:00")]
    [InlineData("08:00-20:00 ")]
    public void What_is_no_part_of_a_day_is_not(string? text) => Assert.False(DailyWindow.TryParse(text, out _));

    private static ScheduleLayer Layer(string shift, string? between, string start, params string[] contacts) => new()
    {
        Contacts = contacts,
        StartsAt = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture),
        Shift = Duration.Parse(shift),
        Between = between,
    };

    private static (string? Contact, long From, long To) Said(OnCallShift shift) => (shift.Contact, shift.From, shift.To);

    private static long At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).UtcTicks;
}
