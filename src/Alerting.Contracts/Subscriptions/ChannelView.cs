using System.Text.Json.Serialization;

namespace Alerting.Subscriptions;

/// <summary>A <see cref="SubscriptionChannel"/> without its secrets. What is shown can be put: the secrets stay.</summary>
/// <param name="Type">Name of the channel, such as webhook.</param>
/// <param name="Url">
/// Where messages are posted to; of a chat the origin alone, since its path is a secret. Null where the type has none.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.ChannelView")]
public sealed record ChannelView([property: Id(0)] string Type, [property: Id(1)] string? Url)
{
    /// <summary>Of a webhook: what its body looks like.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(2)] public WebhookFormat? Format { get; init; }

    /// <summary>Of mail: addresses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(3)] public IReadOnlyList<string>? To { get; init; }

    /// <summary>Of mail: addresses that get a copy; absent where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(4)] public IReadOnlyList<string>? Cc { get; init; }

    /// <summary>In which texts are written; absent where none was chosen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(5)] public string? Language { get; init; }

    /// <summary>Of Telegram: the chat.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Id(6)] public string? ChatId { get; init; }

    /// <summary>The settings without their secrets.</summary>
    public static ChannelView Of(SubscriptionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return new(channel.Type, UrlOf(channel))
        {
            Format = channel.Type == SubscriptionChannel.Webhook ? channel.Format ?? WebhookFormat.Native : null,
            To = channel.To,
            Cc = channel.Cc,
            Language = channel.Language,
            ChatId = channel.ChatId,
        };
    }

    /// <summary>What may be shown of the URL; null where the type has none.</summary>
    public static string? UrlOf(SubscriptionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.Type switch
        {
            SubscriptionChannel.Slack or SubscriptionChannel.Teams =>
                Uri.TryCreate(channel.Url, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : "",
            SubscriptionChannel.Email or SubscriptionChannel.Telegram => null,
            _ => channel.Url,
        };
    }
}
