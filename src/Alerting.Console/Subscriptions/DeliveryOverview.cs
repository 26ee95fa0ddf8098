using Alerting.Client;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>What was delivered to a subscription and what not yet, newest first.</summary>
internal sealed class DeliveryOverview
{
    /// <summary>The most that are listed of each status; the server keeps no more of those that are delivered.</summary>
    public const int MaxListed = 1_000;

    private readonly List<Delivery> _deliveries;
    private readonly Dictionary<DeliveryStatus, int> _counts = [];

    private DeliveryOverview(List<Delivery> deliveries)
    {
        _deliveries = deliveries;
        foreach (var delivery in deliveries)
        {
            _counts[delivery.Status] = Count(delivery.Status) + 1;
        }
    }

    /// <summary>When a receiver last took a message; null where none is known of.</summary>
    public DateTimeOffset? LastDeliveredAt => _deliveries.Max(static delivery => delivery.DeliveredAt);

    /// <summary>Reads them, of each status in one request.</summary>
    public static async Task<DeliveryOverview> ReadAsync(
        SubscriptionsClient subscriptions, string id, CancellationToken cancellationToken)
    {
        var all = new List<Delivery>();
        foreach (var status in Enum.GetValues<DeliveryStatus>())
        {
            all.AddRange(await subscriptions.DeliveriesAsync(id, status, MaxListed, cancellationToken)
                .Take(MaxListed).ToListAsync(cancellationToken));
        }

        return new DeliveryOverview(
            [.. all.OrderByDescending(static delivery => delivery.Seq).ThenByDescending(static delivery => delivery.Status)
                .DistinctBy(static delivery => delivery.Seq)]);
    }

    /// <summary>How many are listed.</summary>
    /// <param name="status">Null: of any.</param>
    public int Count(DeliveryStatus? status) => status is { } only ? _counts.GetValueOrDefault(only) : _deliveries.Count;

    /// <summary>Whether there may be more than are listed.</summary>
    public bool HasMore(DeliveryStatus? status) => status is { } only
        ? Count(only) == MaxListed : Enum.GetValues<DeliveryStatus>().Any(each => Count(each) == MaxListed);

    /// <summary>A page of them, newest first.</summary>
    /// <param name="status">Null: of any.</param>
    /// <param name="page">From 0.</param>
    public IReadOnlyList<Delivery> Page(DeliveryStatus? status, int page, int size) =>
        [.. _deliveries.Where(delivery => status is null || delivery.Status == status).Skip(page * size).Take(size)];
}
