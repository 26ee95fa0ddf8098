using System.Globalization;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Webhooks;

/// <summary>POSTs messages signed after Standard Webhooks 1.0, in one of three formats.</summary>
internal sealed class WebhookChannel(
    HttpSender sender, WebhookTargetGuard guard, MessageTexts texts, IOptions<NotificationOptions> options, TimeProvider time)
    : INotificationChannel
{
    public string Type => SubscriptionChannel.Webhook;

    public IReadOnlyList<string> Members { get; } =
        [ChannelMembers.Url, ChannelMembers.Secret, ChannelMembers.PreviousSecret, ChannelMembers.Format];

    public Fault? Validate(SubscriptionChannel settings) => WebhookSettings.Validate(settings);

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        guard.CheckAsync(new Uri(settings.Url), cancellationToken);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        WebhookSettings.Complete(settings, present);

    public string ReceiverOf(SubscriptionChannel settings) => WebhookSettings.ReceiverOf(settings);

    public Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken)
    {
        // Only the status counts, so the body of the answer is not waited for.
        return sender.SendAsync(() => CreateRequest(settings, message), readsAnswer: false, Judge, cancellationToken);
    }

    private HttpRequestMessage CreateRequest(SubscriptionChannel settings, NotificationMessage message)
    {
        var body = settings.Format switch
        {
            WebhookFormat.Cloudevents => WebhookBody.CloudEvent(message),
            WebhookFormat.Alertmanager => AlertmanagerBody.Of(message, texts, options.Value),
            _ => WebhookBody.Native(message),
        };
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = JsonBody.Post(settings.Url, body.Content, body.MediaType);
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(settings, message.Id, timestamp, body.Content.Span));
        return request;
    }

    private static NotificationVerdict Judge(HttpAnswer answer) =>
        answer.IsSuccess ? new NotificationVerdict.Delivered(answer.Status)
        : answer.Status == 410 ? new NotificationVerdict.Gone(answer.Status, "the receiver answered 410 Gone")
        : answer.Failed();
}
