using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Subscriptions;

/// <summary>How and where to be told. Each type has members of its own; those of another type are refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChannelBody
{
    /// <summary>Regular expression of a secret (ECMA-262): <c>whsec_</c> and the base64 of 24 to 64 bytes.</summary>
    public const string SecretPattern = "^whsec_[A-Za-z0-9+/]{32,86}={0,2}$";

    /// <summary>Regular expression of a chat of Telegram (ECMA-262): its number, or @ and the name of a public one.</summary>
    public const string ChatIdPattern = "^(-?[0-9]{1,19}|@[A-Za-z][A-Za-z0-9_]{3,31})$";

    /// <summary>Regular expression of the token of a bot (ECMA-262).</summary>
    public const string TokenPattern = "^[0-9]{1,20}:[A-Za-z0-9_-]{1,128}$";

    /// <summary>Regular expression of a routing key of PagerDuty (ECMA-262).</summary>
    public const string RoutingKeyPattern = "^[A-Za-z0-9]{32}$";

    /// <summary>The most addresses of a list.</summary>
    public const int MaxAddresses = 50;

    /// <summary>webhook when absent.</summary>
    [AllowedValues(
        SubscriptionChannel.Webhook, SubscriptionChannel.Email, SubscriptionChannel.Slack, SubscriptionChannel.Teams,
        SubscriptionChannel.Telegram, SubscriptionChannel.PagerDuty)]
    public string? Type { get; init; }

    /// <summary>
    /// Of webhook, slack, teams and pagerduty: absolute http or https URL without credentials and fragment. Private addresses are
    /// refused unless the operator allows them. Of a chat what it was when absent or only its origin; of pagerduty theirs when absent.
    /// </summary>
    [Line(2_048)]
    public string? Url { get; init; }

    /// <summary>
    /// Of webhook: whsec_ and the base64 of 24 to 64 bytes; required for a new subscription, else what it was when absent. Never
    /// given back.
    /// </summary>
    [RegularExpression(SecretPattern)]
    public string? Secret { get; init; }

    /// <summary>
    /// Of webhook: the secret of before; messages are signed with both until a body comes without it. Never given back.
    /// </summary>
    [RegularExpression(SecretPattern)]
    public string? PreviousSecret { get; init; }

    /// <summary>Of webhook: what the body looks like; native when absent.</summary>
    public WebhookFormat? Format { get; init; }

    /// <summary>Of email: addresses, such as desk@example.org.</summary>
    [Items(MaxAddresses, MaxItemLength = 254)]
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>Of email: addresses that get a copy.</summary>
    [Items(MaxAddresses, MaxItemLength = 254)]
    public IReadOnlyList<string>? Cc { get; init; }

    /// <summary>Of all but webhook: in which texts are written; en when absent.</summary>
    [AllowedValues("en", "fr", "ar")]
    public string? Language { get; init; }

    /// <summary>Of telegram: the number of a chat, or @ and the name of a public one.</summary>
    [RegularExpression(ChatIdPattern)]
    public string? ChatId { get; init; }

    /// <summary>
    /// Of telegram: that of the bot; required for a new subscription, else what it was when absent. Never given back.
    /// </summary>
    [RegularExpression(TokenPattern)]
    public string? Token { get; init; }

    /// <summary>
    /// Of pagerduty: the integration key; required for a new subscription, else what it was when absent. Never given back.
    /// </summary>
    [RegularExpression(RoutingKeyPattern)]
    public string? RoutingKey { get; init; }

    /// <summary>The settings that it states.</summary>
    public SubscriptionChannel ToChannel() => new()
    {
        Type = Type ?? SubscriptionChannel.Webhook,
        Url = Url ?? "",
        Secret = Secret,
        PreviousSecret = PreviousSecret,
        Format = Format,
        To = To,
        Cc = Cc,
        Language = Language,
        ChatId = ChatId,
        Token = Token,
        RoutingKey = RoutingKey,
    };

    // A record prints its members, and what is printed ends up in logs.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Type = ").Append(Type).Append(", Url = ").Append(ChannelView.UrlOf(ToChannel()));
        return true;
    }
}
