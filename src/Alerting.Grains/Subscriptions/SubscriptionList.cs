using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>Lists the subscriptions that exist: those with a log whose grain answers that it has not been deleted.</summary>
public sealed class SubscriptionList(ILogStore store, IGrainFactory grains)
{
    /// <summary>Grains that are asked concurrently.</summary>
    private const int MaxAsked = 32;

    /// <summary>Subscriptions in ordinal order of their ids.</summary>
    /// <param name="after">The id after which to begin; null: with the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="isShown">Which to list.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LogStoreUnavailableException">The store cannot be read.</exception>
    public async Task<IReadOnlyList<SubscriptionView>> ReadAsync(
        string? after, int limit, Func<SubscriptionView, ValueTask<bool>> isShown, CancellationToken cancellationToken)
    {
        var views = new List<SubscriptionView>();
        var asked = new List<Task<SubscriptionView?>>(MaxAsked);
        await foreach (var log in store.ListAsync(LogOwners.SubscriptionPrefix, cancellationToken))
        {
            var id = log[LogOwners.SubscriptionPrefix.Length..];
            if (after is null || string.CompareOrdinal(id, after) > 0)
            {
                asked.Add(grains.GetGrain<ISubscriptionGrain>(id).GetAsync());
            }

            if (asked.Count == MaxAsked && await HasEnoughAsync(views, asked, limit, isShown))
            {
                break;
            }
        }

        await HasEnoughAsync(views, asked, limit, isShown);
        return views.Count > limit ? views.GetRange(0, limit) : views;
    }

    /// <summary>Adds those that were asked, once they have answered; returns whether that makes as many as wanted.</summary>
    private static async Task<bool> HasEnoughAsync(
        List<SubscriptionView> views, List<Task<SubscriptionView?>> asked, int limit, Func<SubscriptionView, ValueTask<bool>> isShown)
    {
        foreach (var view in (await Task.WhenAll(asked)).OfType<SubscriptionView>())
        {
            if (await isShown(view))
            {
                views.Add(view);
            }
        }

        asked.Clear();
        return views.Count >= limit;
    }
}
