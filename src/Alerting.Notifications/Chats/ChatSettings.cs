using Alerting.Notifications.Http;
using Alerting.Notifications.Texts;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Chats;

/// <summary>Settings of chats whose whole secret is the URL to which messages are posted.</summary>
internal static class ChatSettings
{
    public static IReadOnlyList<string> Members { get; } = [ChannelMembers.Url, ChannelMembers.Language];

    /// <summary>The first violation, or null. No URL passes: see <see cref="Complete"/>.</summary>
    public static Fault? Validate(SubscriptionChannel settings) =>
        (settings.Url.Length == 0 ? null : TargetUrl.Validate(settings)) ?? ValidateLanguage(settings);

    /// <summary>What is wrong with the language, or null.</summary>
    public static Fault? ValidateLanguage(SubscriptionChannel settings) =>
        settings.Language is null || Languages.IsKnown(settings.Language)
            ? null
            : ChannelMembers.Invalid($"A language is one of {string.Join(", ", Languages.Codes)}.", ChannelMembers.Language);

    /// <summary>A replacement that states no URL, or what is shown of it, keeps the one there is.</summary>
    public static (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present)
    {
        if (settings.Url.Length > 0 && new Uri(settings.Url).PathAndQuery != "/")
        {
            return (settings, null);
        }

        var isKept = present?.Type == settings.Type
            && (settings.Url.Length == 0 || settings.Url.TrimEnd('/') == ChannelView.UrlOf(present));
        return isKept
            ? (settings with { Url = present!.Url }, null)
            : (settings, settings.Url.Length == 0
                ? ChannelMembers.Missing("A new chat needs the URL to which messages are posted.", ChannelMembers.Url)
                : ChannelMembers.Invalid("The URL of a chat has a path, which is its secret.", ChannelMembers.Url));
    }
}
