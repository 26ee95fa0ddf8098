using Alerting.Client;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>How many deliveries of a subscription wait or were given up.</summary>
/// <param name="Waiting">At most <see cref="MaxCounted"/> and one more.</param>
/// <param name="DeadLetters">Likewise.</param>
internal sealed record DeliveryCounts(int Waiting, int DeadLetters)
{
    /// <summary>More are not counted: the server lists deliveries, and how many there are is known from the list alone.</summary>
    public const int MaxCounted = 100;

    /// <summary>Asks for both.</summary>
    public static async Task<DeliveryCounts> ReadAsync(
        SubscriptionsClient subscriptions, string id, CancellationToken cancellationToken) => new(
        await CountAsync(subscriptions, id, DeliveryStatus.Pending, cancellationToken),
        await CountAsync(subscriptions, id, DeliveryStatus.Dead, cancellationToken));

    /// <summary>For people.</summary>
    public static string Say(int count) => count > MaxCounted ? Spoken.Of("more than {0}", MaxCounted) : $"{count}";

    private static ValueTask<int> CountAsync(
        SubscriptionsClient subscriptions, string id, DeliveryStatus status, CancellationToken cancellationToken) =>
        subscriptions.DeliveriesAsync(id, status, MaxCounted + 1, cancellationToken).Take(MaxCounted + 1).CountAsync(cancellationToken);
}
