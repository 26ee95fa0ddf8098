using Alerting.OnCall;

namespace Alerting.Notifications.Tests.OnCall;

/// <summary>Who is on call, as one would find out with a clock and a calendar on the wall: every turn and every day by itself.</summary>
internal sealed class NaiveOnCall(OnCallSchedule schedule, MinuteClock clock)
{
    public (string? Contact, string? Source) At(DateTime utc)
    {
        for (var i = schedule.Overrides.Count - 1; i >= 0; i--)
        {
            var one = schedule.Overrides[i];
            if (one.From.UtcDateTime <= utc && utc < one.To.UtcDateTime)
            {
                return (one.Contact, $"override {i}");
            }
        }

        for (var i = schedule.Layers.Count - 1; i >= 0; i--)
        {
            var layer = schedule.Layers[i];
            if (utc >= layer.StartsAt.UtcDateTime && IsWithin(layer.Between, utc))
            {
                return (layer.Contacts[TurnAt(layer, utc) % layer.Contacts.Count], $"layer {i}");
            }
        }

        return (null, null);
    }

    private bool IsWithin(string? between, DateTime utc)
    {
        if (between is null)
        {
            return true;
        }

        var (from, to) = (Time(between[..5]), Time(between[6..]));
        if (to < from)
        {
            to += TimeSpan.FromDays(1);
        }

        var today = clock.LocalOf(utc).Date;
        return Enumerable.Range(-2, 5).Select(day => today.AddDays(day))
            .Any(day => clock.InstantOf(day + from) <= utc && utc < clock.InstantOf(day + to));
    }

    private int TurnAt(ScheduleLayer layer, DateTime utc)
    {
        var start = layer.StartsAt.UtcDateTime;
        var turn = 0;
        while (BeginOf(turn + 1) <= utc)
        {
            turn++;
        }

        return turn;

        DateTime BeginOf(int number) => layer.Shift.Value.TotalDays % 1 == 0
            ? clock.InstantOf(clock.LocalOf(start) + (number * layer.Shift.Value))
            : start + (number * layer.Shift.Value);
    }

    private static TimeSpan Time(string text) => TimeSpan.FromMinutes(
        (int.Parse(text[..2], System.Globalization.CultureInfo.InvariantCulture) * 60)
        + int.Parse(text[3..], System.Globalization.CultureInfo.InvariantCulture));
}
