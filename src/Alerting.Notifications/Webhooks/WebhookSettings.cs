using Alerting.Notifications.Http;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Webhooks;

/// <summary>What the settings of a webhook must be. Where its URL leads, <see cref="WebhookTargetGuard"/> says.</summary>
internal static class WebhookSettings
{
    /// <summary>The first violation, or null. A null secret passes: see <see cref="Complete"/>.</summary>
    public static Fault? Validate(SubscriptionChannel settings) =>
        TargetUrl.Validate(settings)
        ?? ValidateSecret(settings.Secret, ChannelMembers.Secret)
        ?? ValidateSecret(settings.PreviousSecret, ChannelMembers.PreviousSecret);

    /// <summary>A replacement that states no secret keeps the one there is.</summary>
    public static (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present)
    {
        var secret = settings.Secret ?? (present?.Type == settings.Type ? present.Secret : null);
        return secret is not null
            ? (settings with { Secret = secret }, null)
            : (settings, ChannelMembers.Missing(
                "A new webhook needs a secret: 'whsec_' and the base64 of 24 to 64 bytes.", ChannelMembers.Secret));
    }

    /// <inheritdoc cref="TargetUrl.ReceiverOf"/>
    public static string ReceiverOf(SubscriptionChannel settings) => TargetUrl.ReceiverOf(settings.Url);

    private static Fault? ValidateSecret(string? secret, string member) =>
        secret is null || StandardWebhook.IsSecret(secret)
            ? null
            : ChannelMembers.Invalid("A secret is 'whsec_' followed by the base64 of 24 to 64 bytes.", member);
}
