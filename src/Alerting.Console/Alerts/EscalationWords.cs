using Alerting.Escalations;

namespace Alerting.Console.Alerts;

/// <summary>What a policy does about an alert, in words.</summary>
internal static class EscalationWords
{
    /// <summary>How far it is.</summary>
    public static string State(AlertEscalation escalation)
    {
        var state = escalation.Status switch
        {
            EscalationStatus.Running when escalation.Step == 0 => Spoken.Of("round {0} begins", escalation.Round),
            EscalationStatus.Running => Spoken.Of("step {0} of round {1} was called", escalation.Step, escalation.Round),
            EscalationStatus.Exhausted => Spoken.Of("all steps were called, and nobody has acknowledged it yet"),
            EscalationStatus.Acknowledged =>
                Spoken.Of("stopped, acknowledged by {0}", escalation.StoppedBy ?? Spoken.Of("somebody")),
            EscalationStatus.Cleared => Spoken.Of("stopped, the alert has cleared"),
            EscalationStatus.Cancelled => Spoken.Of("stopped, the alert was cancelled"),
            EscalationStatus.Stopped => Spoken.Of("stopped, the policy was deleted"),
            _ => Spoken.Of("nobody is called yet"),
        };
        return escalation.Run > 1 ? Spoken.Of("started for the {0}. time, ", escalation.Run) + state : state;
    }

    /// <summary>Who is called.</summary>
    /// <param name="names">Of contacts, by their ids, as far as they may be seen.</param>
    public static string Who(EscalationCall call, IReadOnlyDictionary<string, string> names)
    {
        var who = EscalationTargets.Parse(call.Target) switch
        {
            (EscalationTargets.Contact, var id) => names.GetValueOrDefault(id, id),
            (EscalationTargets.Schedule, var id) => Spoken.Of("nobody was on call of {0}", id),
            (EscalationTargets.Subscription, var id) => Spoken.Of("{0} (subscription)", id),
            _ => call.Target,
        };
        return call.Channel > 1 ? Spoken.Of("{0}, channel {1}", who, call.Channel) : who;
    }

    /// <summary>Why, or what they are told.</summary>
    public static string Why(EscalationCall call) => call.Message switch
    {
        EscalationMessage.Call => Spoken.Of("step {0}, round {1}", call.Step, call.Round) + On(call),
        EscalationMessage.Acknowledged => Spoken.Of("told that somebody acknowledged it"),
        _ => Spoken.Of("told how it ended"),
    };

    /// <summary>Whether it arrived.</summary>
    public static string Arrival(EscalationCall call) => call.Status switch
    {
        EscalationCallStatus.Pending => Spoken.Of("on its way"),
        EscalationCallStatus.Delivered => Spoken.Of("arrived¦call"),
        EscalationCallStatus.Failed => Spoken.Of("not reached"),
        EscalationCallStatus.Silenced => Spoken.Of("held back by the silence {0}", call.By),
        EscalationCallStatus.Inhibited => Spoken.Of("held back by the inhibition {0}", call.By),
        _ => Spoken.Of("not needed any more"),
    };

    private static string On(EscalationCall call) =>
        call.Via is { } via && EscalationTargets.Parse(via) is (_, var schedule) ? Spoken.Of(", on call of {0}", schedule) : "";

}
