using System.Text;
using System.Text.Json.Serialization;

namespace Alerting.Subscriptions;

/// <summary>How and where a subscription is told. Which settings a type has, the README of the notifications says.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionChannel")]
public sealed record SubscriptionChannel
{
    /// <summary>Signed HTTP POSTs, after Standard Webhooks 1.0.</summary>
    public const string Webhook = "webhook";

    /// <summary>Mail by the operator's SMTP server.</summary>
    public const string Email = "email";

    /// <summary>An incoming webhook of Slack or Mattermost.</summary>
    public const string Slack = "slack";

    /// <summary>A workflow of Microsoft Teams that posts what it is sent.</summary>
    public const string Teams = "teams";

    /// <summary>A chat of a Telegram bot.</summary>
    public const string Telegram = "telegram";

    /// <summary>An integration of PagerDuty, Events API v2.</summary>
    public const string PagerDuty = "pagerduty";

    /// <summary>Name of the channel, such as <see cref="Webhook"/>.</summary>
    [Id(0)] public string Type { get; init; } = Webhook;

    /// <summary>Absolute http or https URL, at most 2,048 characters; empty where the type has none, or it keeps what it had.</summary>
    [Id(1)] public string Url { get => field ?? ""; init; } = "";

    /// <summary><c>whsec_</c> and the base64 of 24..64 bytes. Null in a replacement that keeps the secret it had.</summary>
    [Id(2)] public string? Secret { get; init; }

    /// <summary>
    /// The secret of before, while receivers learn the new one: messages are signed with both. Null, in a replacement too:
    /// with <see cref="Secret"/> alone.
    /// </summary>
    [Id(3)] public string? PreviousSecret { get; init; }

    /// <summary>
    /// Where stored settings cannot be decrypted, because the keys they were encrypted with are lost: as they are stored, and the
    /// rest is empty. Else null. Never sent.
    /// </summary>
    [JsonIgnore]
    [Id(4)] public string? Unreadable { get; init; }

    /// <summary>Of a webhook; null: <see cref="WebhookFormat.Native"/>.</summary>
    [Id(5)] public WebhookFormat? Format { get; init; }

    /// <summary>Addresses of a mail, 1..50; null for other types.</summary>
    [Id(6)] public IReadOnlyList<string>? To { get; init; }

    /// <summary>Addresses that get a copy of a mail, 0..50; null: none.</summary>
    [Id(7)] public IReadOnlyList<string>? Cc { get; init; }

    /// <summary>In which texts are written, <c>en</c>, <c>fr</c> or <c>ar</c>; null: English.</summary>
    [Id(8)] public string? Language { get; init; }

    /// <summary>Number of a chat of Telegram, or the name of a public one with its @.</summary>
    [Id(9)] public string? ChatId { get; init; }

    /// <summary>Of a bot of Telegram. Null in a replacement that keeps the one it had.</summary>
    [Id(10)] public string? Token { get; init; }

    /// <summary>Of an integration of PagerDuty, 32 characters. Null in a replacement that keeps the one it had.</summary>
    [Id(11)] public string? RoutingKey { get; init; }

    /// <summary>Whether all settings are the same, those of lists item by item.</summary>
    public bool Equals(SubscriptionChannel? other) =>
        other is not null
        && (Type, Url, Secret, PreviousSecret, Unreadable) == (other.Type, other.Url, other.Secret, other.PreviousSecret, other.Unreadable)
        && (Format, Language, ChatId, Token, RoutingKey) == (other.Format, other.Language, other.ChatId, other.Token, other.RoutingKey)
        && (To ?? []).SequenceEqual(other.To ?? [])
        && (Cc ?? []).SequenceEqual(other.Cc ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Url, Secret, ChatId, Token, RoutingKey);

    // A record prints its members, and what is printed ends up in logs.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Type = ").Append(Type).Append(", Url = ").Append(ChannelView.UrlOf(this));
        return true;
    }
}
