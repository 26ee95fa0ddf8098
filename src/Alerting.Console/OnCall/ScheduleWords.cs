using Alerting.Console.Shown.Calendars;
using Alerting.OnCall;

namespace Alerting.Console.OnCall;

/// <summary>What a schedule is, in words.</summary>
internal static class ScheduleWords
{
    /// <summary>Where a schedule is shown.</summary>
    public static string Address(string id) => $"/on-call/schedules/{id}";

    /// <summary>Where a contact is shown.</summary>
    public static string ContactAddress(string id) => $"/on-call/contacts/{id}";

    /// <summary>Who of a layer is on call, and when.</summary>
    /// <param name="names">Of contacts, by their ids, as far as they may be seen.</param>
    /// <param name="zone">Name of the zone of the schedule.</param>
    public static string Of(ScheduleLayer layer, IReadOnlyDictionary<string, string> names, string zone)
    {
        var who = layer.Contacts.Select(contact => names.GetValueOrDefault(contact, contact)).ToList();
        var turns = who.Count == 1 ? who[0] : Spoken.Of("{0} in turns of {1}", Spoken.List(who), Spoken.Length(layer.Shift));
        var start = LocalTime.Zone(zone) is { } known ? TimeZoneInfo.ConvertTime(layer.StartsAt, known) : layer.StartsAt;
        var hours = layer.Between?.Split('-') is [var from, var to] ? Spoken.Of(", {0} to {1} each day", from, to) : "";
        return turns + hours + Spoken.Of(", since {0}", start.ToString("d MMM yyyy HH:mm", Spoken.Culture));
    }
}
