using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Chats;

/// <summary>The colour beside a message; what it says is in its words too.</summary>
internal static class ChatColors
{
    private const string Ended = "#2e7d32";

    /// <summary>As <c>#rrggbb</c>.</summary>
    public static string Of(Alert alert) => alert.Status != AlertStatus.Open ? Ended : alert.Severity switch
    {
        Severity.Critical => "#b71c1c",
        Severity.Severe => "#e65100",
        Severity.Warning => "#f9a825",
        _ => "#1565c0",
    };
}
