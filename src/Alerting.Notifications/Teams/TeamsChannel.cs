using Alerting.Notifications.Chats;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Teams;

/// <summary>Posts an adaptive card to a workflow of Microsoft Teams.</summary>
internal sealed class TeamsChannel(HttpSender sender, WebhookTargetGuard guard, MessageTexts texts) : INotificationChannel
{
    public string Type => SubscriptionChannel.Teams;

    public IReadOnlyList<string> Members => ChatSettings.Members;

    public Fault? Validate(SubscriptionChannel settings) => ChatSettings.Validate(settings);

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        guard.CheckStatedAsync(settings.Url, cancellationToken);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        ChatSettings.Complete(settings, present);

    public string ReceiverOf(SubscriptionChannel settings) => TargetUrl.ReceiverOf(settings.Url);

    public Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken) => sender.SendAsync(
            () => JsonBody.Post(settings.Url, TeamsCard.Of(message, texts.Render(message, settings.Language))),
            readsAnswer: false,
            static answer => answer.IsSuccess ? new NotificationVerdict.Delivered(answer.Status) : answer.Failed(),
            cancellationToken);
}
