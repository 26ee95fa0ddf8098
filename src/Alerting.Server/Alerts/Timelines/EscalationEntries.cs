using System.Globalization;
using Alerting.Alerts;
using Alerting.Escalations;

namespace Alerting.Server.Alerts.Timelines;

/// <summary>Says in entries of a timeline whom a policy called, and of whom nobody could be reached.</summary>
internal static class EscalationEntries
{
    private const string Contact = "contact:";

    /// <param name="nameOf">What a contact is called; null where the caller may not see it.</param>
    public static IEnumerable<TimelineEntry> Of(AlertEscalation escalation, Func<string, string?> nameOf) =>
    [
        .. escalation.Calls.Select(call => Entry(
            escalation, call.DeliveredAt ?? call.DueAt, WhoOf(call, nameOf), TextOf(call), EnumNames.ToName(call.Status))),
        .. escalation.Unreached.Select(unreached => Entry(
            escalation, unreached.At, null,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Nobody of step {unreached.Step}, round {unreached.Round}, could be reached: the next was called"),
            null)),
    ];

    private static TimelineEntry Entry(AlertEscalation escalation, DateTimeOffset at, string? who, string text, string? outcome) => new()
    {
        At = at,
        Kind = TimelineKind.Escalation,
        Who = who,
        Text = text,
        Revision = null,
        Change = null,
        Subscription = null,
        Outcome = outcome,
        By = escalation.Policy,
    };

    private static string WhoOf(EscalationCall call, Func<string, string?> nameOf) =>
        call.Target.StartsWith(Contact, StringComparison.Ordinal) ? nameOf(call.Target[Contact.Length..]) ?? call.Target : call.Target;

    private static string TextOf(EscalationCall call)
    {
        var what = call.Message switch
        {
            EscalationMessage.Call => string.Create(CultureInfo.InvariantCulture, $"Called by step {call.Step}, round {call.Round}")
                + (call.Via is { } via ? $", on call by {via}" : "") + (call.Late ? ", late" : ""),
            EscalationMessage.Acknowledged => "Told that somebody acknowledged it",
            _ => "Told how it ended",
        };
        var tries = call.Attempts == 1 ? "one try" : string.Create(CultureInfo.InvariantCulture, $"{call.Attempts} tries");
        return call.Status switch
        {
            EscalationCallStatus.Delivered => $"{what}: arrived with {tries}",
            EscalationCallStatus.Failed => $"{what}: not reached{(call.LastError is { } error ? $": {error}" : "")}",
            EscalationCallStatus.Dropped => $"{what}: not needed any more",
            _ => $"{what}: on its way",
        };
    }
}
