using System.Globalization;
using System.Text;
using Alerting.OnCall;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Alerting.Notifications.OnCall;

/// <summary>
/// The shifts of a schedule as a calendar of RFC 5545. The same schedule and span have the same bytes, and a shift has the same UID in
/// whatever span it is asked for, so that a calendar that reads again changes what has changed.
/// </summary>
public static class ShiftCalendar
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>The longest span.</summary>
    public static readonly TimeSpan MaxSpan = TimeSpan.FromDays(366);

    private const string ProductId = "-//Alerting//On call//EN";

    /// <summary>The shifts that go on in a span, whole ones; one without an end as far as the span.</summary>
    /// <param name="version">No deletion.</param>
    /// <param name="from">Begin of the span.</param>
    /// <param name="to">End of the span, after its begin.</param>
    /// <param name="nameOf">What a contact is called, by its id.</param>
    public static byte[] Write(OnCallScheduleVersion version, DateTimeOffset from, DateTimeOffset to, Func<string, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(nameOf);
        var calendar = new Ical.Net.Calendar { ProductId = ProductId, Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", $"On call: {version.Id}");
        calendar.AddProperty("X-WR-TIMEZONE", version.Definition!.TimeZone);
        var times = new OnCallTimes(version.Definition);
        for (var now = from.UtcTicks; now < to.UtcTicks;)
        {
            var shift = times.At(now);
            if (shift.Contact is { } contact)
            {
                calendar.Events.Add(EventOf(version, shift, EndOf(shift, to), nameOf(contact)));
            }

            now = shift.To;
        }

        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar) ?? "");
    }

    private static long EndOf(OnCallShift shift, DateTimeOffset to) => shift.To < OnCallTimes.MaxInstant ? shift.To : to.UtcTicks;

    private static CalendarEvent EventOf(OnCallScheduleVersion version, OnCallShift shift, long end, string name) => new()
    {
        Uid = string.Create(
            CultureInfo.InvariantCulture, $"{version.Id}-{Instants.FromTicks(shift.From).UtcDateTime:yyyyMMdd'T'HHmmssFFFFFFF}Z@on-call"),
        DtStamp = At(version.At.UtcTicks),
        LastModified = At(version.At.UtcTicks),
        Sequence = version.Version,
        DtStart = At(shift.From),
        DtEnd = At(end),
        Summary = name,
        Description = shift.Source is { IsOverride: true }
            ? $"On call by an override of {version.Id}"
            : $"On call by layer {shift.Source!.Value.Index + 1} of {version.Id}",
        Transparency = Ical.Net.TransparencyType.Transparent,
    };

    private static CalDateTime At(long ticks) => new(Instants.FromTicks(ticks - (ticks % TimeSpan.TicksPerSecond)).UtcDateTime, "UTC");
}
