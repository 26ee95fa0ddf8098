using System.Globalization;
using Alerting.Alerts;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>A way to tell a subscriber. Knows nothing of retries or order; safe for concurrent use.</summary>
public interface IDeliveryChannel
{
    /// <summary>The <see cref="SubscriptionChannel.Type"/> that it serves.</summary>
    string Type { get; }

    /// <summary>Tries once to deliver a revision, under the idempotency key <c>{alertId}.{revision}</c>.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> asked for it.</exception>
    Task<DeliveryResult> SendAsync(SubscriptionChannel target, Alert alert, CancellationToken cancellationToken);

    /// <summary>Tries once to deliver a message that tells nothing, so that the subscriber can check the way.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> asked for it.</exception>
    Task<DeliveryResult> SendTestAsync(SubscriptionChannel target, string subscriptionId, CancellationToken cancellationToken);
}

/// <summary>How one try ended.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>The receiver has it.</summary>
    public sealed record Delivered(int StatusCode) : DeliveryResult;

    /// <summary>The receiver wants nothing more (410).</summary>
    public sealed record Gone : DeliveryResult;

    /// <summary>The receiver asked to come back later.</summary>
    /// <param name="Delay">0..24 h.</param>
    public sealed record RetryAfter(int StatusCode, TimeSpan Delay) : DeliveryResult
    {
        /// <summary>What happened, in words.</summary>
        public string Error => string.Create(CultureInfo.InvariantCulture, $"the receiver answered {StatusCode} and asked to wait {Delay.TotalSeconds:0} s");
    }

    /// <param name="StatusCode">Null when there was no answer.</param>
    /// <param name="Error">What went wrong, in words.</param>
    public sealed record Failed(int? StatusCode, string Error) : DeliveryResult;
}
