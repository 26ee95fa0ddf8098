using System.Text;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Ical.Net;
using Xunit;

namespace Alerting.Notifications.Tests.OnCall;

/// <summary>Shifts as iCalendar: what a calendar makes of them, and the form that RFC 5545 asks for.</summary>
public sealed class ShiftCalendarTests
{
    private static readonly string s_long =
        "عبد الرحمن بن محمد; duty officer, second relief \\ " + string.Concat(Enumerable.Repeat("ضابط ", 20));

    private static readonly OnCallScheduleVersion s_version = new(
        "night", 3, new OnCallSchedule
        {
            TimeZone = "Asia/Baghdad",
            Layers =
            [
                new ScheduleLayer
                {
                    Contacts = ["ann", "bob"],
                    StartsAt = At(2014, 1, 6),
                    Shift = Duration.Parse("P1D"),
                    Between = "20:00-08:00",
                },
            ],
        },
        At(2014, 1, 1), "op");

    [Fact]
    public void A_calendar_reads_whole_shifts_and_names_with_what_is_special_in_them()
    {
        var calendar = Calendar.Load(Text(At(2014, 1, 6), At(2014, 1, 8)))!;
        var events = calendar.Events.OrderBy(static one => one.Start!.AsUtc).ToList();

        // From the first turn, at 03:00 local time, each night is parted where the turns change.
        Assert.Equal(
            [(At(2014, 1, 6), s_long.Trim()), (At(2014, 1, 6, 17), s_long.Trim()), (At(2014, 1, 7), "Bob"), (At(2014, 1, 7, 17), "Bob")],
            events.Select(static one => (new DateTimeOffset(one.Start!.AsUtc, TimeSpan.Zero), one.Summary!.Trim())));
        Assert.Equal(events.Count, events.Select(static one => one.Uid).Distinct().Count());
        Assert.Equal(At(2014, 1, 8), new DateTimeOffset(events[^1].End!.AsUtc, TimeSpan.Zero));
    }

    [Fact]
    public void Lines_have_at_most_75_octets_and_end_as_they_must()
    {
        var text = Text(At(2014, 1, 6), At(2014, 1, 8));
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), static line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Contains("METHOD:PUBLISH", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_is_the_same_and_a_shift_without_an_end_goes_as_far_as_is_asked()
    {
        Assert.Equal(Text(At(2014, 1, 6), At(2014, 1, 8)), Text(At(2014, 1, 6), At(2014, 1, 8)));
        var alone = s_version with
        {
            Definition = s_version.Definition! with
            {
                Layers = [s_version.Definition.Layers[0] with { Contacts = ["ann"], Between = null }],
            },
        };
        var text = Encoding.UTF8.GetString(ShiftCalendar.Write(alone, At(2014, 2, 1), At(2014, 3, 1), static id => id));
        Assert.Contains("DTSTART:20140106T000000Z", text, StringComparison.Ordinal);
        Assert.Contains("DTEND:20140301T000000Z", text, StringComparison.Ordinal);
    }

    private static string Text(DateTimeOffset from, DateTimeOffset to) => Encoding.UTF8.GetString(
        ShiftCalendar.Write(s_version, from, to, static id => id == "ann" ? s_long : "Bob"));

    private static DateTimeOffset At(int year, int month, int day, int hour = 0) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);
}
