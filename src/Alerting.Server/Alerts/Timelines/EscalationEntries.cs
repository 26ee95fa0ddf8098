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
        .. escalation.Calls.Select(call => Of(escalation, call, nameOf)),
        .. escalation.Unreached.Select(unreached => Entry(
            escalation, unreached.At, null,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Nobody of step {unreached.Step}, round {unreached.Round}, could be reached: the next was called"),
            null)),
    ];

    private static TimelineEntry Of(AlertEscalation escalation, EscalationCall call, Func<string, string?> nameOf)
    {
        var entry = Entry(
            escalation, call.DeliveredAt ?? call.DueAt, WhoOf(call, nameOf), TextOf(call), EnumNames.ToName(call.Status));
        return call.Status switch
        {
            EscalationCallStatus.Silenced => entry with { Kind = TimelineKind.Silence, By = call.By },
            EscalationCallStatus.Inhibited => entry with { Kind = TimelineKind.Inhibition, By = call.By },
            _ => entry,
        };
    }

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
                + (call.Via is { } via ? $", on call by {via}" : "") + LateOf(call),
            EscalationMessage.Acknowledged => $"Told that somebody acknowledged it{LateOf(call)}",
            _ => $"Told how it ended{LateOf(call)}",
        };
        var tries = call.Attempts == 1 ? "one try" : string.Create(CultureInfo.InvariantCulture, $"{call.Attempts} tries");
        return call.Status switch
        {
            EscalationCallStatus.Delivered => $"{what}: arrived with {tries}",
            EscalationCallStatus.Failed => $"{what}: not reached{(call.LastError is { } error ? $": {error}" : "")}",
            EscalationCallStatus.Dropped when call is { By: { } by, Reason: null } => $"{what}: held back by {by}, not needed any more",
            EscalationCallStatus.Dropped => $"{what}: not needed any more",
            EscalationCallStatus.Silenced => $"{what}: held back by the silence {call.By}",
            EscalationCallStatus.Inhibited =>
                $"{what}: held back by the inhibition {call.By}{(call.Reason is { } reason ? $": {reason}" : "")}",
            _ => $"{what}: on its way",
        };
    }

    /// <summary>Of what was held back and let go why it is late, of a call also that it is for another reason.</summary>
    private static string LateOf(EscalationCall call) =>
        call.Inhibitor is null && call.Reason is { } reason ? $", late, {reason}"
        : call is { Late: true, Message: EscalationMessage.Call } ? ", late"
        : "";
}
