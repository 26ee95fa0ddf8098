using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Telegram;

/// <summary>
/// Sends to a chat by a bot. One message an alert: later revisions edit it, by the receipt that is the message's number.
/// </summary>
internal sealed class TelegramChannel(HttpSender sender, MessageTexts texts, IOptions<TelegramOptions> options) : INotificationChannel
{
    public string Type => SubscriptionChannel.Telegram;

    public IReadOnlyList<string> Members => TelegramSettings.Members;

    public Fault? Validate(SubscriptionChannel settings) => TelegramSettings.Validate(settings);

    /// <summary>Where it leads, the operator says.</summary>
    public Task<Fault?> CheckTargetAsync(SubscriptionChannel settings, CancellationToken cancellationToken) =>
        Task.FromResult<Fault?>(null);

    public (SubscriptionChannel Settings, Fault? Fault) Complete(SubscriptionChannel settings, SubscriptionChannel? present) =>
        TelegramSettings.Complete(settings, present);

    public string ReceiverOf(SubscriptionChannel settings) => TargetUrl.ReceiverOf(options.Value.Url);

    public async Task<NotificationVerdict> SendAsync(
        SubscriptionChannel settings, NotificationMessage message, CancellationToken cancellationToken)
    {
        var text = texts.Render(message, settings.Language);
        if (message is AlertNotification { Receipt: { } receipt })
        {
            var isLost = false;
            var verdict = await PostAsync(settings, text, receipt, answer =>
            {
                isLost = answer.IsNotEditable;
                return answer.IsOk || answer.IsNotModified ? new NotificationVerdict.Delivered(answer.Status, receipt) : answer.ToFailure();
            }, cancellationToken).ConfigureAwait(false);
            if (!isLost)
            {
                return verdict;
            }
        }

        return await PostAsync(
            settings, text, null,
            static answer => answer.IsOk ? new NotificationVerdict.Delivered(answer.Status, answer.MessageId) : answer.ToFailure(),
            cancellationToken).ConfigureAwait(false);
    }

    private Task<NotificationVerdict> PostAsync(
        SubscriptionChannel settings, RenderedText text, string? edited, Func<TelegramAnswer, NotificationVerdict> judge,
        CancellationToken cancellationToken)
    {
        var method = edited is null ? "sendMessage" : "editMessageText";
        var url = $"{options.Value.Url.TrimEnd('/')}/bot{settings.Token}/{method}";
        return sender.SendAsync(
            () => JsonBody.Post(url, TelegramBody.Of(settings.ChatId!, text, edited)),
            readsAnswer: true,
            answer => judge(new TelegramAnswer(answer)),
            cancellationToken);
    }
}
