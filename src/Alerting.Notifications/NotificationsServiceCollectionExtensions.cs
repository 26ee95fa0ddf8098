using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications;

/// <summary>Registers the channels and what they share.</summary>
public static class NotificationsServiceCollectionExtensions
{
    /// <summary>Adds all channels, <see cref="NotificationChannels"/> and <see cref="DeliverySlots"/>.</summary>
    /// <param name="services">A <see cref="TimeProvider"/> is added where there is none; an <c>IConfiguration</c> is expected.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<NotificationChannels>();
        services.TryAddSingleton<SubscriptionFormat>();
        services.TryAddSingleton(static provider =>
        {
            var limits = provider.GetRequiredService<IOptions<WebhookOptions>>().Value;
            return new DeliverySlots(limits.ConnectionsInAll, limits.MaxConnectionsPerHost);
        });
        return services.AddWebhooks();
    }
}
