using Alerting.Console.OnCall;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Xunit;

namespace Alerting.Console.Tests.OnCall;

public sealed class ShiftListTests
{
    private static readonly DateTimeOffset s_monday = new(2026, 3, 23, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Names with what calendars escape, and longer than their lines.</summary>
    private static readonly string s_longName = string.Join(' ', Enumerable.Repeat("Zoë of the desk; nights, and \\ days", 5));

    /// <summary>What the server writes is read here: another form of it is seen at once.</summary>
    [Fact]
    public void Shifts_are_read_as_the_server_writes_them()
    {
        var shifts = ShiftList.Parse(Written(contact => contact == "ann" ? "Ann" : s_longName));
        Assert.Equal(["Ann", s_longName, "Ann", s_longName, "Ann"], shifts.Select(static shift => shift.Words));
        Assert.Equal(["shift", "shift", "override", "shift", "shift"], shifts.Select(static shift => shift.Kind));
        Assert.Equal(s_monday, shifts[0].From);
        Assert.All(shifts.Zip(shifts.Skip(1)), static pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal(s_monday.AddDays(1).AddHours(6), shifts[2].From);
    }

    [Fact]
    public void A_calendar_without_shifts_has_none() =>
        Assert.Empty(ShiftList.Parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"));

    private static string Written(Func<string, string> nameOf)
    {
        var schedule = new OnCallSchedule
        {
            TimeZone = "UTC",
            Layers = [new ScheduleLayer { Contacts = ["ann", "zoe"], StartsAt = s_monday, Shift = Duration.Parse("P1D") }],
            Overrides = [new ScheduleOverride { Contact = "ann", From = s_monday.AddHours(30), To = s_monday.AddHours(36) }],
        };
        var version = new OnCallScheduleVersion("night", 1, schedule, s_monday, "Ann");
        return System.Text.Encoding.UTF8.GetString(ShiftCalendar.Write(version, s_monday, s_monday.AddDays(3), nameOf));
    }
}
