using System.Text.RegularExpressions;
using Alerting.Notifications.Chats;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.PagerDuty;

/// <summary>Sends events to PagerDuty, Events API v2: one incident of theirs for each alert.</summary>
internal sealed partial class PagerDutyChannel(HttpSender sender, WebhookTargetGuard guard, MessageTexts texts) : INotificationChannel
{
    /// <summary>Where events go unless the settings say otherwise.</summary>
    public const string DefaultUrl = "https://events.pagerduty.com/v2/enqueue";

    public string Type => SubscriptionChannel.PagerDuty;

    public IReadOnlyList<string> Members { get; } = [ChannelMembers.RoutingKey, ChannelMembers.Url, ChannelMembers.Language];

    public Fault? Validate(SubscriptionChannel settings) =>
        (settings.Url.Length == 0 ? null : TargetUrl.Validate(settings))
        ?? (settings.RoutingKey is { } key && !RoutingKeyPattern().IsWhole(key)
            ? ChannelMembers.Invalid("A routing key has 32 letters and digits.", ChannelMembers.RoutingKey)
            : ChatSettings.ValidateLanguage(settings));

    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        guard.CheckStatedAsync(settings.Url, cancellationToken);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present)
    {
        var key = settings.RoutingKey ?? (present?.Type == settings.Type ? present.RoutingKey : null);
        return key is not null
            ? (settings with { RoutingKey = key, Url = settings.Url.Length == 0 ? DefaultUrl : settings.Url }, null)
            : (settings, ChannelMembers.Missing("PagerDuty needs the routing key of an integration.", ChannelMembers.RoutingKey));
    }

    public string ReceiverOf(SubscriptionChannel settings) => TargetUrl.ReceiverOf(settings.Url);

    public Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken) => message switch
        {
            AlertNotification alert => SendAsync(settings, alert, cancellationToken),
            DigestNotification digest => SendAsync(settings, digest, cancellationToken),
            _ => Task.FromResult<NotificationVerdict>(new NotificationVerdict.Permanent(null, "PagerDuty takes events of alerts only")),
        };

    /// <summary>An event for each alert, since incidents of theirs are one by one. Those before one that fails are sent again with
    /// it, which changes nothing there.</summary>
    private async Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, DigestNotification digest, CancellationToken cancellationToken)
    {
        NotificationVerdict.Permanent? refused = null;
        foreach (var alert in digest.Each())
        {
            var verdict = await SendAsync(settings, alert, cancellationToken).ConfigureAwait(false);
            if (verdict is NotificationVerdict.Permanent permanent)
            {
                refused ??= permanent;
            }
            else if (verdict is not NotificationVerdict.Delivered)
            {
                return verdict;
            }
        }

        return refused is null ? new NotificationVerdict.Delivered(202) : refused;
    }

    private Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, AlertNotification message, CancellationToken cancellationToken) => sender.SendAsync(
            () => JsonBody.Post(settings.Url, PagerDutyEvent.Of(settings.RoutingKey!, message, texts.Render(message, settings.Language))),
            readsAnswer: true, Judge, cancellationToken);

    private static NotificationVerdict Judge(HttpAnswer answer) => answer.Status switch
    {
        202 => new NotificationVerdict.Delivered(202),

        // The event is not valid: the same again would be refused again.
        400 => new NotificationVerdict.Permanent(400, $"PagerDuty answered 400: {Reason(answer.Body)}"),
        _ => answer.Failed(),
    };

    private static string Reason(string body) =>
        JsonBody.Parse(body) is { } problem && problem.TryGetProperty("message", out var message)
            ? TextLimit.Cut(message.ToString(), 200)
            : "no message";

    [GeneratedRegex(ChannelBody.RoutingKeyPattern)]
    private static partial Regex RoutingKeyPattern();
}
