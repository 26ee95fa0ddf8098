using Alerting.Notifications.Cap;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Email;
using Alerting.Notifications.OnCall;
using Alerting.Notifications.PagerDuty;
using Alerting.Notifications.Slack;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Teams;
using Alerting.Notifications.Telegram;
using Alerting.Notifications.Texts;
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
        services.TryAddSingleton(static provider => new NotificationChannels(
            provider.GetServices<INotificationChannel>(), provider.GetRequiredService<MessageTexts>()));
        services.TryAddSingleton<SubscriptionFormat>();
        services.TryAddSingleton<ContactFormat>();
        services.TryAddSingleton(static provider =>
        {
            var limits = provider.GetRequiredService<IOptions<WebhookOptions>>().Value;
            return new DeliverySlots(limits.ConnectionsInAll, limits.MaxConnectionsPerHost);
        });
        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidator>());
        services.AddOptions<TelegramOptions>().BindConfiguration(TelegramOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelegramOptions>, TelegramOptionsValidator>());
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>());
        services.TryAddSingleton<MessageTexts>();
        services.AddOptions<CapOptions>().BindConfiguration(CapOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CapOptions>, CapOptionsValidator>());
        services.TryAddSingleton(static provider => new CapDocuments(
            provider.GetRequiredService<IOptions<CapOptions>>(), provider.GetRequiredService<IOptions<NotificationOptions>>(),
            provider.GetRequiredService<MessageTexts>()));
        services.AddWebhooks();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, EmailChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, SlackChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, TeamsChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, TelegramChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationChannel, PagerDutyChannel>());
        return services;
    }
}
