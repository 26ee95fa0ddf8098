using Alerting.Console.Shown.Forms;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>
/// What is said of the fields of each type of channel, and of what may be chosen. Their paths are those within a channel, wherever that is.
/// </summary>
internal static class ChannelTexts
{
    public static readonly FieldText Type = new("$.type", Spoken.Of("Told by"));

    public static readonly FieldText Webhook = new(
        "$.url", Spoken.Of("Address of the receiver"),
        Spoken.Of("Messages are posted there, signed after Standard Webhooks. Private networks need the operator's leave."));

    public static readonly FieldText Format = new(
        "$.format", Spoken.Of("Format"),
        Spoken.Of("The product's own has everything; the others suit receivers that know them."));

    public static readonly FieldText Secret = new(
        "$.secret", Spoken.Of("Secret"),
        Spoken.Of("The receiver checks signatures by it. It is never shown again."));

    public static readonly FieldText PreviousSecret = new(
        "$.previousSecret", Spoken.Of("Secret of before"),
        Spoken.Of("Where given, messages are signed with both until this is saved again, so that no receiver misses one."));

    public static readonly FieldText To = new(
        "$.to", Spoken.Of("To"),
        Spoken.Of("Addresses of mail, with commas or lines between; at most 50."));

    public static readonly FieldText Cc = new(
        "$.cc", Spoken.Of("Copy to"),
        Spoken.Of("As above; none where there are none."));

    public static readonly FieldText Language = new(
        "$.language", Spoken.Of("Language"),
        Spoken.Of("In which texts are written."));

    public static readonly FieldText Slack = new(
        "$.url", Spoken.Of("Incoming webhook"),
        Spoken.Of("The address that Slack or Mattermost gives for a room. Whoever knows it can post there: it is never shown again."));

    public static readonly FieldText Teams = new(
        "$.url", Spoken.Of("Address of the workflow"),
        Spoken.Of("Of a workflow of Teams that posts what it is sent. Whoever knows it can post there: it is never shown again."));

    public static readonly FieldText ChatId = new(
        "$.chatId", Spoken.Of("Chat"),
        Spoken.Of("The number of a chat, such as -1001234567890, or @ and the name of a public one."));

    public static readonly FieldText Token = new(
        "$.token", Spoken.Of("Token of the bot"),
        Spoken.Of("As BotFather gives it. The bot must be in the chat. It is never shown again."));

    public static readonly FieldText RoutingKey = new(
        "$.routingKey", Spoken.Of("Routing key"),
        Spoken.Of("Of an integration of the Events API v2, 32 characters. It is never shown again."));

    public static readonly FieldText PagerDuty = new(
        "$.url", Spoken.Of("Address"),
        Spoken.Of("Where events are posted to; theirs where there is none."));

    public static readonly FieldText Title = new(
        "$.template.title", Spoken.Of("Title of its own"),
        Spoken.Of("One line in Liquid, tried with an example when it is saved. Empty: the one built in."));

    public static readonly FieldText Text = new(
        "$.template.text", Spoken.Of("Text of its own"),
        Spoken.Of("Several lines in Liquid, tried with an example when they are saved. Empty: the one built in."));

    public static IReadOnlyList<Choice<string>> Types { get; } =
    [
        new(SubscriptionChannel.Webhook, Spoken.Of("webhook")), new(SubscriptionChannel.Email, Spoken.Of("mail")),
        new(SubscriptionChannel.Slack, Spoken.Of("Slack or Mattermost")), new(SubscriptionChannel.Teams, Spoken.Of("Microsoft Teams")),
        new(SubscriptionChannel.Telegram, Spoken.Of("Telegram")), new(SubscriptionChannel.PagerDuty, Spoken.Of("PagerDuty")),
    ];

    public static IReadOnlyList<Choice<WebhookFormat>> Formats { get; } =
    [
        new(WebhookFormat.Native, Spoken.Of("the product's own")), new(WebhookFormat.Cloudevents, Spoken.Of("CloudEvents 1.0")),
        new(WebhookFormat.Alertmanager, Spoken.Of("Prometheus Alertmanager, version 4")),
    ];

    public static IReadOnlyList<Choice<string>> Languages { get; } =
        [new("", Spoken.Of("English, as usual")), new("en", Spoken.Of("English")), new("fr", Spoken.Of("French")), new("ar",
            Spoken.Of("Arabic"))];

    /// <summary>Where there is no secret to keep.</summary>
    public static IReadOnlyList<Choice<SecretChoice>> NewSecrets { get; } =
        [new(SecretChoice.Created, Spoken.Of("make a new one and show it once")), new(SecretChoice.Typed, Spoken.Of("I have one"))];

    public static IReadOnlyList<Choice<SecretChoice>> Secrets { get; } = [new(SecretChoice.Kept,
        Spoken.Of("stays as it is")), .. NewSecrets];

    /// <summary>What is said beside a secret that is there already; null where there is none.</summary>
    public static string? Kept(ChannelForm form) => form switch
    {
        { KeptOrigin: { } origin } => Spoken.Of("One at {0} is kept. Enter another to replace it.", origin),
        { KeepsSecret: true } => Spoken.Of("One is kept. Enter another to replace it."),
        _ => null,
    };
}
