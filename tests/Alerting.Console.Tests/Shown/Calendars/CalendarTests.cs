using Alerting.Console.Shown.Calendars;
using Xunit;

namespace Alerting.Console.Tests.Shown.Calendars;

public sealed class CalendarTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateOnly s_first = new(2026, 3, 23);

    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Weeks_begin_on_Monday()
    {
        Assert.Equal(s_first, CalendarSheet.WeekOf(s_first));
        Assert.Equal(s_first, CalendarSheet.WeekOf(new DateOnly(2026, 3, 29)));
        Assert.Equal(s_first.AddDays(7), CalendarSheet.WeekOf(new DateOnly(2026, 3, 30)));
    }

    /// <summary>In Berlin the clocks go from 3:00 to 2:00 on the 25th of October: 2:30 comes twice.</summary>
    [Theory]
    [InlineData("2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T01:30:00Z")]
    public void An_instant_that_is_not_edited_stays_what_it_was_to_the_tick(string instant)
    {
        var present = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).AddTicks(1);
        var entry = new LocalInstant(present, s_berlin);
        Assert.Equal((2, 30), (entry.Local!.Value.Hour, entry.Local.Value.Minute));
        Assert.Equal(present, entry.Read(s_berlin));
        entry.Local = new DateTime(2026, 7, 1, 12, 0, 0);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero), entry.Read(s_berlin));
        entry.Local = null;
        Assert.Null(entry.Read(s_berlin));
    }
}
