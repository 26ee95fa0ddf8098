using System.Text;
using System.Text.Json.Serialization;

namespace Alerting.Subscriptions;

/// <summary>How and where a subscription is told.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionChannel")]
public sealed record SubscriptionChannel
{
    /// <summary>The type of the webhook channel, the only one there is.</summary>
    public const string Webhook = "webhook";

    /// <summary>Name of the channel: <see cref="Webhook"/>.</summary>
    [Id(0)] public string Type { get; init; } = Webhook;

    /// <summary>Absolute http or https URL, at most 2,048 characters.</summary>
    [Id(1)] public required string Url { get; init; }

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

    // A record prints its members, and what is printed ends up in logs.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Type = ").Append(Type).Append(", Url = ").Append(Url);
        return true;
    }
}
