using Alerting.Notifications.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>The subscription that a <see cref="DeliveryLoop"/> works for.</summary>
internal interface IDeliveryWork
{
    SubscriptionState State { get; }

    /// <summary>What receives the messages of the present subscription: a slot is taken of this one's.</summary>
    string Receiver { get; }

    /// <summary>UTC ticks.</summary>
    long Now { get; }

    /// <summary>Ends when nothing is to be begun any more.</summary>
    CancellationToken Stopping { get; }

    /// <summary>Makes the attempt, which may be over when the call returns. Answers whether the loop is to go on.</summary>
    /// <param name="entry">What has begun in <see cref="State"/>; when this completes it has ended there.</param>
    /// <param name="attempts">Cancelled when the attempt is of no use any more.</param>
    Task<bool> AttemptAsync(DeliveryEntry entry, CancellationTokenSource attempts);

    /// <summary>Calls <see cref="DeliveryLoop.Run"/> at this instant, in UTC ticks; null: at none.</summary>
    void WakeLoopAt(long? at);
}
