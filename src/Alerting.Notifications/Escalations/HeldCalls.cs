using Alerting.Alerts;
using Alerting.Notifications.Holding;
using Alerting.Thresholds;

namespace Alerting.Notifications.Escalations;

/// <summary>What silences and inhibitions hold back of escalations, and what becomes of it.</summary>
internal static class HeldCalls
{
    /// <summary>
    /// What holds back what is told of the alert as it stands. One of which only a log of before severities were kept tells counts as
    /// critical: rather one call too many.
    /// </summary>
    public static Hold? Over(this Holds holds, Escalation one) =>
        holds.Over(one.AlertId, one.Region, one.Threshold, one.Severity ?? Severity.Critical);

    /// <summary>
    /// Lets go what nothing holds back any more: of what was held back from a receiver the newest, once.
    /// </summary>
    /// <param name="state">Of all escalations.</param>
    /// <param name="holds">What holds back now.</param>
    /// <param name="now">From when on it is due, UTC ticks.</param>
    public static IReadOnlyList<EscalationEvent> Release(this EscalationState state, Holds holds, long now) =>
    [
        .. state.Held.Where(one => holds.Over(one) is null).Select(
            one => new CallsReleased(one.AlertId, one.Policy, now, one.Seq, [.. NewestOfEach(one)])),
    ];

    /// <summary>The severity of an alert of which only a log of before it was kept tells.</summary>
    /// <param name="state">Of all escalations.</param>
    /// <param name="due">A step that was due.</param>
    /// <param name="alert">The revision that it named; null where the ledger does not hold it any more.</param>
    public static IReadOnlyList<EscalationEvent> Learn(this EscalationState state, DueStep due, Alert? alert) =>
        alert is not null && state.Find(due.AlertId, due.Policy) is { Severity: null } one && one.Seq == alert.Seq
            ? [new AlertRevised(due.AlertId, due.Policy, alert.Seq, alert.Severity)]
            : [];

    private static IEnumerable<int> NewestOfEach(Escalation one) =>
        one.Held.GroupBy(static call => call.Line).Select(static calls => calls.Max(static call => call.Number)).Order();
}
