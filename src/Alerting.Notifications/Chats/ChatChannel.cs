using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Chats;

/// <summary>A chat whose whole secret is the URL to which messages are posted.</summary>
internal abstract class ChatChannel(HttpSender sender, WebhookTargetGuard guard, MessageTexts texts) : INotificationChannel
{
    public abstract string Type { get; }

    public IReadOnlyList<string> Members => ChatSettings.Members;

    /// <summary>Whether it needs the body of answers to judge them.</summary>
    protected abstract bool ReadsAnswer { get; }

    public Fault? Validate(SubscriptionChannel settings) => ChatSettings.Validate(settings);

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        guard.CheckStatedAsync(settings.Url, cancellationToken);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        ChatSettings.Complete(settings, present);

    public string ReceiverOf(SubscriptionChannel settings) => TargetUrl.ReceiverOf(settings.Url);

    public Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken) => sender.SendAsync(
            () => JsonBody.Post(settings.Url, BodyOf(settings, message, texts.Render(message, settings.Language))),
            ReadsAnswer, Judge, cancellationToken);

    /// <summary>What is posted, as JSON.</summary>
    protected abstract ReadOnlyMemory<byte> BodyOf(SubscriptionChannel settings, NotificationMessage message, RenderedText text);

    /// <summary>What an answer means.</summary>
    protected abstract NotificationVerdict Judge(HttpAnswer answer);
}
