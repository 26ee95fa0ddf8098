using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Webhooks;

/// <summary>What the settings of a webhook must be. Where its URL leads, <see cref="WebhookTargetGuard"/> says.</summary>
internal static class WebhookSettings
{
    /// <summary>The first violation, or null. A null secret passes: see <see cref="Complete"/>.</summary>
    public static Fault? Validate(SubscriptionChannel settings)
    {
        if (settings.Url is not { Length: >= 1 and <= 2_048 }
            || !Uri.TryCreate(settings.Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0)
        {
            return Invalid("An absolute http or https URL of at most 2,048 characters is expected.", "$.channel.url");
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return Invalid("A webhook URL holds neither credentials nor a fragment; deliveries are signed instead.", "$.channel.url");
        }

        return ValidateSecret(settings.Secret, "$.channel.secret") ?? ValidateSecret(settings.PreviousSecret, "$.channel.previousSecret");
    }

    /// <summary>A replacement that states no secret keeps the one there is.</summary>
    public static (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present)
    {
        var secret = settings.Secret ?? (present?.Type == settings.Type ? present.Secret : null);
        return secret is not null
            ? (settings with { Secret = secret }, null)
            : (settings, new Fault(
                FaultTypes.MissingField, "A new webhook needs a secret: 'whsec_' and the base64 of 24 to 64 bytes.", "$.channel.secret"));
    }

    /// <summary>The name or address and the port, which is where one receiver listens.</summary>
    public static string ReceiverOf(SubscriptionChannel settings)
    {
        var url = new Uri(settings.Url);
        return $"{url.IdnHost}:{url.Port}";
    }

    private static Fault? ValidateSecret(string? secret, string path) =>
        secret is null || StandardWebhook.IsSecret(secret)
            ? null
            : Invalid("A secret is 'whsec_' followed by the base64 of 24 to 64 bytes.", path);

    private static Fault Invalid(string detail, string path) => new(FaultTypes.InvalidField, detail, path);
}
