using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Holding;

namespace Alerting.Notifications.Escalations;

/// <summary>What a revision of an alert does to what policies do about it.</summary>
internal static class EscalationRevisions
{
    /// <summary>What begins with an alert that a policy concerns.</summary>
    public static IEnumerable<EscalationEvent> Opens(this Alert raised, PolicyInForce policy)
    {
        yield return new EscalationOpened(raised.AlertId, policy.Id, policy.Version, raised.Seq, raised.Severity);
        if (policy.Definition.StartsWith(raised))
        {
            yield return Started(raised, policy.Id, policy.Definition);
        }
    }

    private static RunStarted Started(Alert alert, string id, EscalationPolicy policy) =>
        new(alert.AlertId, id, alert.UpdatedAt.UtcTicks, StepDue.First(policy, alert.UpdatedAt.UtcTicks), alert.Seq, alert.Severity);

    /// <summary>What a further revision changes.</summary>
    /// <param name="alert">The revision.</param>
    /// <param name="one">What the policy does about the alert, which had not ended.</param>
    /// <param name="policy">As it was when the alert was raised.</param>
    /// <param name="holds">What holds back now that somebody is told.</param>
    /// <param name="now">UTC ticks.</param>
    public static EscalationChange Changes(this Alert alert, Escalation one, EscalationPolicy policy, Holds holds, long now)
    {
        if (alert.Status != AlertStatus.Open)
        {
            var status = alert.Status == AlertStatus.Cancelled ? EscalationStatus.Cancelled : EscalationStatus.Cleared;
            return Stopped(one, status, alert, alert.EndedAt ?? alert.UpdatedAt, holds, now);
        }

        return one.Status switch
        {
            EscalationStatus.Waiting when policy.StartsWith(alert) => Started(alert, one.Policy, policy),
            EscalationStatus.Acknowledged when alert.Acknowledged is null => Started(alert, one.Policy, policy),
            EscalationStatus.Running or EscalationStatus.Exhausted when alert.Acknowledged is not null =>
                Stopped(one, EscalationStatus.Acknowledged, alert, alert.UpdatedAt, holds, now),
            _ => new AlertRevised(one.AlertId, one.Policy, alert.Seq, alert.Severity),
        };
    }

    /// <summary>
    /// Everybody who was called is told: of an acknowledgement those called in this run, of the end those called in any. A call that
    /// may be under way, was so when the process ended before, or got no answer counts, for the receiver may have got it. One that is
    /// held back has not begun: whoever never heard of the alert is told nothing.
    /// </summary>
    private static RunStopped Stopped(
        Escalation one, EscalationStatus status, Alert alert, DateTimeOffset at, Holds holds, long now)
    {
        var isEnd = status != EscalationStatus.Acknowledged;
        var told = one.Reached.Where(line => isEnd || line.Value == one.Run).Select(static line => line.Key)
            .Concat(one.Pending.Where(call => call.Message == EscalationMessage.Call && one.Times.Begun.Contains(call.Number))
                .Select(static call => call.Line))
            .Distinct().OrderBy(static line => line.Target, StringComparer.Ordinal).ThenBy(static line => line.Channel);
        var by = isEnd ? null : alert.Acknowledged!.By;
        return new RunStopped(
            one.AlertId, one.Policy, status, by, alert.Seq, at.UtcTicks, now, [.. told], alert.Severity, holds.Over(alert));
    }
}
