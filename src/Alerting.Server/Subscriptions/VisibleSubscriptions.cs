using System.Runtime.CompilerServices;
using Alerting.Grains.Subscriptions;
using Alerting.Server.Access;
using Alerting.Server.Access.Guards;
using Alerting.Subscriptions;

namespace Alerting.Server.Subscriptions;

/// <summary>The subscriptions that the caller of a request may see, some at a time.</summary>
internal sealed class VisibleSubscriptions(SubscriptionList subscriptions, SubscriptionGuard guard, RegionAccess access)
{
    /// <summary>Subscriptions that are asked at one time.</summary>
    private const int MaxAsked = 32;

    /// <summary>In ordinal order of their ids.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SubscriptionView>> ReadAsync(
        HttpContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            var views = await subscriptions.ReadAsync(
                last, MaxAsked,
                view => guard.AllowsAsync(view, Subject.Of(context), access.Of(context.User), isRead: true, cancellationToken),
                cancellationToken);
            if (views.Count == 0)
            {
                yield break;
            }

            yield return views;
            last = views[^1].Id;
        }
    }
}
