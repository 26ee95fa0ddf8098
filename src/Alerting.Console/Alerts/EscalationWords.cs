using System.Globalization;
using Alerting.Escalations;

namespace Alerting.Console.Alerts;

/// <summary>What a policy does about an alert, in words.</summary>
internal static class EscalationWords
{
    /// <summary>How far it is.</summary>
    public static string State(AlertEscalation escalation)
    {
        var anew = escalation.Run > 1 ? Number($"started for the {escalation.Run}. time, ") : "";
        return anew + escalation.Status switch
        {
            EscalationStatus.Running when escalation.Step == 0 => Number($"round {escalation.Round} begins"),
            EscalationStatus.Running => Number($"step {escalation.Step} of round {escalation.Round} was called"),
            EscalationStatus.Exhausted => "all steps were called, and nobody has acknowledged it yet",
            EscalationStatus.Acknowledged => $"stopped, acknowledged by {escalation.StoppedBy ?? "somebody"}",
            EscalationStatus.Cleared => "stopped, the alert has cleared",
            EscalationStatus.Cancelled => "stopped, the alert was cancelled",
            EscalationStatus.Stopped => "stopped, the policy was deleted",
            _ => "nobody is called yet",
        };
    }

    /// <summary>Who is called.</summary>
    /// <param name="names">Of contacts, by their ids, as far as they may be seen.</param>
    public static string Who(EscalationCall call, IReadOnlyDictionary<string, string> names)
    {
        var who = EscalationTargets.Parse(call.Target) switch
        {
            (EscalationTargets.Contact, var id) => names.GetValueOrDefault(id, id),
            (EscalationTargets.Schedule, var id) => $"nobody was on call of {id}",
            (EscalationTargets.Subscription, var id) => $"{id} (subscription)",
            _ => call.Target,
        };
        return call.Channel > 1 ? Number($"{who}, channel {call.Channel}") : who;
    }

    /// <summary>Why, or what they are told.</summary>
    public static string Why(EscalationCall call) => call.Message switch
    {
        EscalationMessage.Call => Number($"step {call.Step}, round {call.Round}") + On(call),
        EscalationMessage.Acknowledged => "told that somebody acknowledged it",
        _ => "told how it ended",
    };

    /// <summary>Whether it arrived.</summary>
    public static string Arrival(EscalationCall call) => call.Status switch
    {
        EscalationCallStatus.Pending => "on its way",
        EscalationCallStatus.Delivered => "arrived",
        EscalationCallStatus.Failed => "not reached",
        EscalationCallStatus.Silenced => $"held back by the silence {call.By}",
        EscalationCallStatus.Inhibited => $"held back by the inhibition {call.By}",
        _ => "not needed any more",
    };

    private static string On(EscalationCall call) =>
        call.Via is { } via && EscalationTargets.Parse(via) is (_, var schedule) ? $", on call of {schedule}" : "";

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
