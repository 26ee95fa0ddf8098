using Alerting.Notifications.Chats;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Slack;

/// <summary>Posts to an incoming webhook of Slack or Mattermost.</summary>
internal sealed class SlackChannel(HttpSender sender, WebhookTargetGuard guard, MessageTexts texts) : INotificationChannel
{
    public string Type => SubscriptionChannel.Slack;

    public IReadOnlyList<string> Members => ChatSettings.Members;

    public Fault? Validate(SubscriptionChannel settings) => ChatSettings.Validate(settings);

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        guard.CheckStatedAsync(settings.Url, cancellationToken);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        ChatSettings.Complete(settings, present);

    public string ReceiverOf(SubscriptionChannel settings) => TargetUrl.ReceiverOf(settings.Url);

    public Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken) => sender.SendAsync(
            () => JsonBody.Post(
                settings.Url,
                SlackBody.Of(message, texts.Render(message, settings.Language), SlackBody.IsMattermost(settings.Url))),
            readsAnswer: true, Judge, cancellationToken);

    private static NotificationVerdict Judge(HttpAnswer answer)
    {
        var said = TextLimit.Cut(answer.Body.Trim(), 100);
        return answer.Status switch
        {
            200 when said == "ok" => new NotificationVerdict.Delivered(200),
            200 => new NotificationVerdict.Retry(200, "the receiver answered 200, but not 'ok': it is no incoming webhook"),
            403 or 404 or 410 when IsEnded(answer.Status, said) =>
                new NotificationVerdict.Gone(
                    answer.Status, $"the receiver answered {answer.Status}{Said(said)}: the webhook is not there any more"),

            // Such as invalid_payload: the same again would be refused again.
            400 => new NotificationVerdict.Permanent(400, $"the receiver answered 400{Said(said)}"),
            _ => answer.Failed(said.Length == 0 || answer.Status == 429 ? null : said),
        };
    }

    private static bool IsEnded(int status, string said) => status is 404 or 410 || said is "action_prohibited";

    private static string Said(string said) => said.Length == 0 ? "" : $" ({said})";
}
