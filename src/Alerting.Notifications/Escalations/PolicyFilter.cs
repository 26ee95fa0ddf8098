using Alerting.Alerts;
using Alerting.Escalations;

namespace Alerting.Notifications.Escalations;

/// <summary>Which alerts a policy is about.</summary>
internal static class PolicyFilter
{
    /// <summary>Whether it is about the alert, as soon as that is grave enough.</summary>
    /// <param name="policy">As it is in force.</param>
    /// <param name="alert">A revision.</param>
    /// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
    public static bool Concerns(this EscalationPolicy policy, Alert alert, Func<string, string, bool> isWithin) =>
        (policy.Thresholds.Count == 0 || policy.Thresholds.Contains(alert.Threshold.Id, StringComparer.Ordinal))
        && (policy.Regions.Count == 0 || policy.Regions.Any(region => region == "*" || isWithin(alert.Region.Code, region)));

    /// <summary>Whether somebody is to be called as of this revision of an alert that it is about.</summary>
    public static bool StartsWith(this EscalationPolicy policy, Alert alert) =>
        alert is { Status: AlertStatus.Open, Acknowledged: null } && alert.Severity >= policy.MinSeverity;
}
