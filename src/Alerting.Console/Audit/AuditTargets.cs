namespace Alerting.Console.Audit;

/// <summary>Where in the console it can be looked at what an entry of the audit log was done to.</summary>
internal static class AuditTargets
{
    /// <summary>Nouns of actions, for whoever filters by them.</summary>
    public static readonly string[] Nouns =
    [
        "alert", "clock", "incident", "key", "name-decision", "override", "place", "report", "session", "sign-in", "subscription",
        "threshold",
    ];

    /// <summary>The address of its page; null where there is none.</summary>
    /// <param name="action">Such as threshold.replaced.</param>
    /// <param name="target">Id.</param>
    /// <param name="region">Of the entry; null where it has none.</param>
    public static string? PathOf(string action, string target, string? region) => action.Split('.')[0] switch
    {
        "alert" => $"/alerts/{Uri.EscapeDataString(target)}",
        "clock" or "override" => $"/regions/{Uri.EscapeDataString(target)}",
        "incident" => Shown.ReportLinks.Incident(target, region),
        "key" => "/keys",
        "threshold" when !action.EndsWith(".deleted", StringComparison.Ordinal) => $"/thresholds/{Uri.EscapeDataString(target)}",
        "subscription" when !action.EndsWith(".deleted", StringComparison.Ordinal) => $"/subscriptions/{Uri.EscapeDataString(target)}",
        _ => null,
    };
}
