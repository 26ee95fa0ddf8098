using Alerting.Client;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>Looks through all subscriptions for those that are told nothing, or not everything.</summary>
internal sealed class DeliverySurvey(SubscriptionsClient subscriptions)
{
    /// <summary>Subscriptions whose deliveries are asked for at a time.</summary>
    private const int AtATime = 4;

    private readonly List<TroubledSubscription> _troubled = [];

    /// <summary>Those with dead letters or disabled, by id, as far as has been looked.</summary>
    public IReadOnlyList<TroubledSubscription> Troubled => _troubled;

    /// <summary>How many have been looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>How many there are; null: not known yet.</summary>
    public int? Total { get; private set; }

    /// <summary>Looks through them once.</summary>
    /// <param name="onLooked">Called when some more have been looked at.</param>
    public async Task RunAsync(Action onLooked, CancellationToken cancellationToken)
    {
        var views = await subscriptions.ListAsync(500, cancellationToken).ToListAsync(cancellationToken);
        Total = views.Count;
        onLooked();
        foreach (var some in views.Chunk(AtATime))
        {
            var counted = await Task.WhenAll(some.Select(async view => new TroubledSubscription(
                view, await DeliveryCounts.ReadAsync(subscriptions, view.Id, cancellationToken))));
            _troubled.AddRange(counted.Where(static each => each.Counts.DeadLetters > 0 || !each.View.Enabled));
            Looked += some.Length;
            onLooked();
        }
    }
}

/// <summary>A subscription that is told nothing, or not everything.</summary>
/// <param name="View">The subscription.</param>
/// <param name="Counts">What waits for it, and what was given up.</param>
internal sealed record TroubledSubscription(SubscriptionView View, DeliveryCounts Counts);
