using System.Text.RegularExpressions;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications;

/// <summary>The members that settings may state, and a fault where one belongs to another type.</summary>
internal static class ChannelMembers
{
    public const string Url = "url";
    public const string Secret = "secret";
    public const string PreviousSecret = "previousSecret";
    public const string Format = "format";
    public const string To = "to";
    public const string Cc = "cc";
    public const string Language = "language";
    public const string ChatId = "chatId";
    public const string Token = "token";
    public const string RoutingKey = "routingKey";

    private static readonly (string Name, Func<SubscriptionChannel, bool> IsStated)[] s_all =
    [
        (Url, static settings => settings.Url.Length > 0),
        (Secret, static settings => settings.Secret is not null),
        (PreviousSecret, static settings => settings.PreviousSecret is not null),
        (Format, static settings => settings.Format is not null),
        (To, static settings => settings.To is not null),
        (Cc, static settings => settings.Cc is not null),
        (Language, static settings => settings.Language is not null),
        (ChatId, static settings => settings.ChatId is not null),
        (Token, static settings => settings.Token is not null),
        (RoutingKey, static settings => settings.RoutingKey is not null),
    ];

    /// <summary>The first that is stated and not one of the channel's, or null.</summary>
    public static Fault? Foreign(SubscriptionChannel settings, INotificationChannel channel)
    {
        foreach (var (name, isStated) in s_all)
        {
            if (isStated(settings) && !channel.Members.Contains(name, StringComparer.Ordinal))
            {
                var own = string.Join(", ", channel.Members);
                return Invalid($"A channel of type {channel.Type} has no member '{name}'; it has {own}.", name);
            }
        }

        return null;
    }

    /// <summary>Whether a pattern matches the whole of a text: <c>$</c> alone would let a line end follow.</summary>
    public static bool IsWhole(this Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match && match.Length == text.Length;

    public static Fault Invalid(string detail, string member) => new(FaultTypes.InvalidField, detail, $"$.channel.{member}");

    public static Fault Missing(string detail, string member) => new(FaultTypes.MissingField, detail, $"$.channel.{member}");
}
