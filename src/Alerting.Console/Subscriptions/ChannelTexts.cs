using Alerting.Console.Shown.Forms;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>
/// What is said of the fields of each type of channel, and of what may be chosen. Their paths are those within a channel, wherever that is.
/// </summary>
internal static class ChannelTexts
{
    public static readonly FieldText Type = new("$.type", "Told by");

    public static readonly FieldText Webhook = new("$.url", "Address of the receiver",
        "Messages are posted there, signed after Standard Webhooks. Private networks need the operator's leave.");

    public static readonly FieldText Format = new("$.format", "Format",
        "The product's own has everything; the others suit receivers that know them.");

    public static readonly FieldText Secret = new("$.secret", "Secret",
        "The receiver checks signatures by it. It is never shown again.");

    public static readonly FieldText PreviousSecret = new("$.previousSecret", "Secret of before",
        "Where given, messages are signed with both until this is saved again, so that no receiver misses one.");

    public static readonly FieldText To = new("$.to", "To", "Addresses of mail, with commas or lines between; at most 50.");

    public static readonly FieldText Cc = new("$.cc", "Copy to", "As above; none where there are none.");

    public static readonly FieldText Language = new("$.language", "Language", "In which texts are written.");

    public static readonly FieldText Slack = new("$.url", "Incoming webhook",
        "The address that Slack or Mattermost gives for a room. Whoever knows it can post there: it is never shown again.");

    public static readonly FieldText Teams = new("$.url", "Address of the workflow",
        "Of a workflow of Teams that posts what it is sent. Whoever knows it can post there: it is never shown again.");

    public static readonly FieldText ChatId = new("$.chatId", "Chat",
        "The number of a chat, such as -1001234567890, or @ and the name of a public one.");

    public static readonly FieldText Token = new("$.token", "Token of the bot",
        "As BotFather gives it. The bot must be in the chat. It is never shown again.");

    public static readonly FieldText RoutingKey = new("$.routingKey", "Routing key",
        "Of an integration of the Events API v2, 32 characters. It is never shown again.");

    public static readonly FieldText PagerDuty = new("$.url", "Address", "Where events are posted to; theirs where there is none.");

    public static readonly FieldText Title = new("$.template.title", "Title of its own",
        "One line in Liquid, tried with an example when it is saved. Empty: the one built in.");

    public static readonly FieldText Text = new("$.template.text", "Text of its own",
        "Several lines in Liquid, tried with an example when they are saved. Empty: the one built in.");

    public static IReadOnlyList<Choice<string>> Types { get; } =
    [
        new(SubscriptionChannel.Webhook, "webhook"), new(SubscriptionChannel.Email, "mail"),
        new(SubscriptionChannel.Slack, "Slack or Mattermost"), new(SubscriptionChannel.Teams, "Microsoft Teams"),
        new(SubscriptionChannel.Telegram, "Telegram"), new(SubscriptionChannel.PagerDuty, "PagerDuty"),
    ];

    public static IReadOnlyList<Choice<WebhookFormat>> Formats { get; } =
    [
        new(WebhookFormat.Native, "the product's own"), new(WebhookFormat.Cloudevents, "CloudEvents 1.0"),
        new(WebhookFormat.Alertmanager, "Prometheus Alertmanager, version 4"),
    ];

    public static IReadOnlyList<Choice<string>> Languages { get; } =
        [new("", "English, as usual"), new("en", "English"), new("fr", "French"), new("ar", "Arabic")];

    /// <summary>Where there is no secret to keep.</summary>
    public static IReadOnlyList<Choice<SecretChoice>> NewSecrets { get; } =
        [new(SecretChoice.Created, "make a new one and show it once"), new(SecretChoice.Typed, "I have one")];

    public static IReadOnlyList<Choice<SecretChoice>> Secrets { get; } = [new(SecretChoice.Kept, "stays as it is"), .. NewSecrets];

    /// <summary>What is said beside a secret that is there already; null where there is none.</summary>
    public static string? Kept(ChannelForm form) => form switch
    {
        { KeptOrigin: { } origin } => $"One at {origin} is kept. Enter another to replace it.",
        { KeepsSecret: true } => "One is kept. Enter another to replace it.",
        _ => null,
    };
}
