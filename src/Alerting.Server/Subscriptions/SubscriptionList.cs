using Alerting.Grains.Subscriptions;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;

namespace Alerting.Server.Subscriptions;

/// <summary>The subscriptions there are: those with a log whose grain says that it has not been deleted.</summary>
internal sealed class SubscriptionList(ILogStore store, IGrainFactory grains)
{
    /// <summary>Grains that are asked at a time.</summary>
    private const int MaxAsked = 32;

    private const string Prefix = "subscription/";

    /// <summary>A page by id.</summary>
    /// <param name="after">The id after which it begins; null: from the first.</param>
    /// <param name="limit">How many at most.</param>
    public async Task<Page<SubscriptionView>> PageAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var views = new List<SubscriptionView>();
        var asked = new List<Task<SubscriptionView?>>(MaxAsked);
        await foreach (var log in store.ListAsync(Prefix, cancellationToken))
        {
            var id = log[Prefix.Length..];
            if (after is null || string.CompareOrdinal(id, after) > 0)
            {
                asked.Add(grains.GetGrain<ISubscriptionGrain>(id).GetAsync());
            }

            if (asked.Count == MaxAsked && await HasEnoughAsync(views, asked, limit))
            {
                break;
            }
        }

        await HasEnoughAsync(views, asked, limit);
        return Http.Paging.Cut(views.GetRange(0, Math.Min(views.Count, limit + 1)), limit, static view => view.Id);
    }

    /// <summary>Whether there are more than fit, once those that are asked have answered.</summary>
    private static async Task<bool> HasEnoughAsync(List<SubscriptionView> views, List<Task<SubscriptionView?>> asked, int limit)
    {
        views.AddRange((await Task.WhenAll(asked)).OfType<SubscriptionView>());
        asked.Clear();
        return views.Count > limit;
    }
}
