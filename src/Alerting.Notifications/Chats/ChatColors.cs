using Alerting.Notifications.Messages;

namespace Alerting.Notifications.Chats;

/// <summary>The colour beside a message; what it says is in its words too.</summary>
internal static class ChatColors
{
    /// <summary>As <c>#rrggbb</c>.</summary>
    public static string Of(NotificationMessage message) => message.Tone switch
    {
        MessageTone.Good => "#2e7d32",
        MessageTone.Critical => "#b71c1c",
        MessageTone.Severe => "#e65100",
        MessageTone.Warning => "#f9a825",
        _ => "#1565c0",
    };
}
