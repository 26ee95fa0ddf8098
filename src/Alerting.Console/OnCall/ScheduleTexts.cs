using Alerting.Console.Shown.Forms;
using Alerting.OnCall;

namespace Alerting.Console.OnCall;

/// <summary>
/// What is said of the fields of schedules and contacts. Paths of fields of a layer and of an override are those within it.
/// </summary>
internal static class ScheduleTexts
{
    public static readonly FieldText TimeZone = new(
        "$.timeZone", Spoken.Of("Time zone"),
        Spoken.Of("Name of IANA, such as Asia/Baghdad. Turns change by the clocks of that zone, summer time too."));

    public static readonly FieldText Contacts = new(
        "$.contacts", Spoken.Of("Contacts"),
        Spoken.Of("Ids, in the order of their turns."));

    public static readonly FieldText StartsAt = new(
        "$.startsAt", Spoken.Of("First turn begins"),
        Spoken.Of("In the time zone of the schedule. Nobody of the layer is on call before."));

    public static readonly FieldText Shift = new(
        "$.shift", Spoken.Of("A turn takes"),
        Spoken.Of("P1W or 7 days, PT12H or 12 hours: 15 minutes to 366 days. Whole days are counted by the clock."));

    public static readonly FieldText Between = new(
        "$.between", Spoken.Of("Part of the day"),
        Spoken.Of("Such as 08:00-20:00, or 20:00-08:00 over midnight, in the time zone of the schedule. Empty: the whole day."));

    public static readonly FieldText Contact = new("$.contact", Spoken.Of("Who takes over"));

    public static readonly FieldText From = new(
        "$.from", Spoken.Of("From"),
        Spoken.Of("In your time."));

    public static readonly FieldText FromNow = new(
        "$.from", Spoken.Of("From"),
        Spoken.Of("In your time; empty: from now on."));

    public static readonly FieldText To = new(
        "$.to", Spoken.Of("To"),
        Spoken.Of("In your time."));

    public static readonly FieldText Name = new(
        "$.name", Spoken.Of("Name"),
        Spoken.Of("As people know them."));

    /// <summary>Contacts to choose from.</summary>
    /// <param name="known">Those that may be seen.</param>
    /// <param name="named">Those that are named already.</param>
    public static IReadOnlyList<Choice<string>> Choices(IEnumerable<ContactView> known, params IEnumerable<string> named)
    {
        var choices = known.Select(static contact => new Choice<string>(contact.Id, contact.Name)).ToList();
        choices.AddRange(named.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)
            .Where(id => !choices.Exists(choice => choice.Value == id)).Select(static id => new Choice<string>(id, id)).ToList());
        return choices;
    }
}
