using Alerting.Alerts;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Grains.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Alerting.Grains.Subscriptions;

/// <summary>The area of a subscription as it is defined now.</summary>
internal sealed class SubscribedArea(IServiceProvider services, SubscriptionJournal journal)
{
    private AlertArea? _area;

    /// <summary>Whether an alert has evidence in it; null where the subscription has no area.</summary>
    public Func<Alert, bool>? Filter()
    {
        if (journal.State.Definition?.Area is not { } area)
        {
            return null;
        }

        if (!ReferenceEquals(_area?.Definition, area))
        {
            var places = services.GetRequiredService<PlaceCache>();
            _area = new AlertArea(
                area, services.GetRequiredService<RegionCatalog>(), services.GetRequiredService<RegionBoundaries>(), () => places.Current);
        }

        return _area.Holds;
    }
}
