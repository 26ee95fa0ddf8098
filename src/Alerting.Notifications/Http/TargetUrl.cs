using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Http;

/// <summary>What the URL of a channel must be. Where it leads, <see cref="Webhooks.WebhookTargetGuard"/> says.</summary>
internal static class TargetUrl
{
    /// <summary>What is wrong with it, or null.</summary>
    public static Fault? Validate(SubscriptionChannel settings)
    {
        if (settings.Url is not { Length: >= 1 and <= 2_048 }
            || !Uri.TryCreate(settings.Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0)
        {
            return ChannelMembers.Invalid("An absolute http or https URL of at most 2,048 characters is expected.", ChannelMembers.Url);
        }

        return url.UserInfo.Length > 0 || url.Fragment.Length > 0
            ? ChannelMembers.Invalid("The URL of a channel holds neither credentials nor a fragment.", ChannelMembers.Url)
            : null;
    }

    /// <summary>The name or address and the port, which is where one receiver listens.</summary>
    public static string ReceiverOf(string text)
    {
        var url = new Uri(text);
        return $"{url.IdnHost}:{url.Port}";
    }
}
