using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Grains.Alerts;
using Alerting.Grains.Clocks;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Grains.Retention;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Thresholds;
using Alerting.Notifications;
using Alerting.Notifications.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace Alerting.Grains.Hosting;

/// <summary>Registers what the grains need besides a log store, a region catalogue and the initial thresholds.</summary>
public static class AlertingGrainsExtensions
{
    private static readonly TimeSpan s_pollSingleSilo = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pollInCluster = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Adds the services of the grains. The caller adds <see cref="Alerting.Storage.Logs.ILogStore"/>,
    /// <see cref="Alerting.Engine.Regions.RegionCatalog"/>, <see cref="InitialThresholds"/> and a grain storage <c>PubSubStore</c>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="singleSilo">No other silo will join: hints and changes of others need not be polled for.</param>
    public static ISiloBuilder AddAlertingGrains(this ISiloBuilder silo, bool singleSilo = false)
    {
        ArgumentNullException.ThrowIfNull(silo);

        // One stream, so one queue. Polling it is most of what an idle process does.
        silo.AddMemoryStreams(IAlertLedgerGrain.Stream, streams =>
        {
            streams.ConfigurePartitioning(1);
            streams.ConfigurePullingAgent(options => options.Configure(
                agent => agent.GetQueueMsgsTimerPeriod = singleSilo ? s_pollSingleSilo : s_pollInCluster));
        });
        silo.ConfigureServices(services =>
        {
            services.TryAddSingleton(TimeProvider.System);

            // The collector of idle activations refuses every new one while the time is before that of its last round.
            services.AddKeyedSingleton<TimeProvider>(
                TimeProviderNames.ActivationManagement,
                static (provider, _) => new SteadyTimeProvider(provider.GetRequiredService<TimeProvider>()));
            services.AddOptions<ClockOptions>().BindConfiguration(ClockOptions.Section).ValidateDataAnnotations().ValidateOnStart();
            services.AddSingleton<ClockGuard>();
            services.AddHostedService<ClockWatch>();

            // Errors of the store are inner exceptions of what callers on other silos get; without this they get nothing but
            // that it could not be serialized.
            services.Configure<ExceptionSerializationOptions>(
                static options => options.SupportedNamespacePrefixes.Add("StackExchange.Redis"));
            services.TryAddSingleton(EngineOptions.Default);
            services.TryAddSingleton(RetentionPeriods.Default);
            services.TryAddSingleton(RollUpPace.Usual);
            services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>());
            services.AddMetrics();
            services.AddSingleton<Backoff>();
            services.AddSingleton<AlertingMetrics>();
            services.AddSingleton(new DeploymentMode(singleSilo));
            services.AddSingleton<LedgerSignal>();
            services.AddSingleton<RegionStamps>();
            services.AddSingleton<ThresholdCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ThresholdCache>());
            services.AddHostedService<WakeService>();
            services.AddNotifications();
            services.PostConfigure<WebhookOptions>(
                static webhooks => webhooks.MaxConnections ??= DescriptorBudget.OfThisProcess().Deliveries);
            services.TryAddSingleton<LedgerFollowerResolver>(static provider =>
            {
                var grains = provider.GetRequiredService<IGrainFactory>();
                return id => grains.GetGrain<ILedgerFollower>(grains.GetGrain<ISubscriptionGrain>(id).GetGrainId());
            });
        });
        return silo;
    }
}
