using Alerting.Notifications.Chats;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Slack;

/// <summary>Posts to an incoming webhook of Slack or Mattermost.</summary>
internal sealed class SlackChannel(HttpSender sender, WebhookTargetGuard guard, MessageTexts texts) : ChatChannel(sender, guard, texts)
{
    public override string Type => SubscriptionChannel.Slack;

    protected override bool ReadsAnswer => true;

    protected override ReadOnlyMemory<byte> BodyOf(SubscriptionChannel settings, NotificationMessage message, RenderedText text) =>
        SlackBody.Of(message, text, SlackBody.IsMattermost(settings.Url));

    protected override NotificationVerdict Judge(HttpAnswer answer)
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
