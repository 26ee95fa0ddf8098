using Alerting.Notifications.Chats;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Teams;

/// <summary>Posts an adaptive card to a workflow of Microsoft Teams.</summary>
internal sealed class TeamsChannel(HttpSender sender, WebhookTargetGuard guard, MessageTexts texts) : ChatChannel(sender, guard, texts)
{
    public override string Type => SubscriptionChannel.Teams;

    protected override bool ReadsAnswer => false;

    protected override ReadOnlyMemory<byte> BodyOf(SubscriptionChannel settings, NotificationMessage message, RenderedText text) =>
        TeamsCard.Of(message, text);

    protected override NotificationVerdict Judge(HttpAnswer answer) =>
        answer.IsSuccess ? new NotificationVerdict.Delivered(answer.Status) : answer.Failed();
}
