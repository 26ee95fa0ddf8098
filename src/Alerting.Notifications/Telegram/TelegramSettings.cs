using System.Text.RegularExpressions;
using Alerting.Notifications.Chats;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Telegram;

/// <summary>What the settings of Telegram must be.</summary>
internal static partial class TelegramSettings
{
    public static IReadOnlyList<string> Members { get; } = [ChannelMembers.ChatId, ChannelMembers.Token, ChannelMembers.Language];

    /// <summary>The first violation, or null. A null token passes: see <see cref="Complete"/>.</summary>
    public static Fault? Validate(SubscriptionChannel settings) =>
        settings.ChatId is null
            ? ChannelMembers.Missing("Telegram needs the chat: its number, or @ and the name of a public one.", ChannelMembers.ChatId)
        : !ChatIdPattern().IsWhole(settings.ChatId)
            ? ChannelMembers.Invalid("A chat is its number, or @ and the name of a public one.", ChannelMembers.ChatId)
        : settings.Token is { } token && !TokenPattern().IsWhole(token)
            ? ChannelMembers.Invalid("The token of a bot is its number, a colon, and letters, digits, - and _.", ChannelMembers.Token)
        : ChatSettings.ValidateLanguage(settings);

    /// <summary>A replacement that states no token keeps the one there is.</summary>
    public static (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present)
    {
        var token = settings.Token ?? (present?.Type == settings.Type ? present.Token : null);
        return token is not null
            ? (settings with { Token = token }, null)
            : (settings, ChannelMembers.Missing("Telegram needs the token of a bot.", ChannelMembers.Token));
    }

    [GeneratedRegex(ChannelBody.ChatIdPattern)]
    private static partial Regex ChatIdPattern();

    [GeneratedRegex(ChannelBody.TokenPattern)]
    private static partial Regex TokenPattern();
}
