using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Subscriptions;

/// <summary>Log messages of subscriptions; event ids 150..199.</summary>
internal static partial class SubscriptionLog
{
    [LoggerMessage(EventId = 150, Level = LogLevel.Warning, Message = "Subscription {Subscription} is disabled: {Reason}.")]
    public static partial void Disabled(ILogger logger, string subscription, string reason);

    [LoggerMessage(EventId = 151, Level = LogLevel.Warning,
        Message = "Delivery {WebhookId} of subscription {Subscription} is given up: {Error}.")]
    public static partial void GivenUp(ILogger logger, string webhookId, string subscription, string? error);

    [LoggerMessage(EventId = 152, Level = LogLevel.Warning,
        Message = "Subscription {Subscription} could not attempt {WebhookId}; it tries again in {Delay}.")]
    public static partial void AttemptCutOff(ILogger logger, Exception exception, string subscription, string webhookId, TimeSpan delay);

    [LoggerMessage(EventId = 155, Level = LogLevel.Warning,
        Message = "A heartbeat of subscription {Subscription} did not arrive and is tried again: {Error}.")]
    public static partial void HeartbeatFailed(ILogger logger, string subscription, string? error);

    [LoggerMessage(EventId = 154, Level = LogLevel.Warning,
        Message = "Delivery {WebhookId} of subscription {Subscription} could not be attempted: {Error}.")]
    public static partial void AttemptFailed(ILogger logger, string webhookId, string subscription, string error);

    [LoggerMessage(
        EventId = 156,
        Level = LogLevel.Warning,
        Message = "Subscription {Subscription} was disabled for so long that {From} to {To} are forgotten; it goes on with what is left.")]
    public static partial void Skipped(ILogger logger, string subscription, long from, long to);
}
