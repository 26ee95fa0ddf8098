using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Grains.Access;
using Alerting.Grains.Alerts;
using Alerting.Grains.Clocks;
using Alerting.Grains.Escalations;
using Alerting.Grains.Inhibitions;
using Alerting.Grains.Logs;
using Alerting.Grains.OnCall;
using Alerting.Grains.Outages;
using Alerting.Grains.Places;
using Alerting.Grains.Regions;
using Alerting.Grains.Retention;
using Alerting.Grains.Series;
using Alerting.Grains.Silences;
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
    /// <param name="singleSilo">True when no other silo will join, so that nothing has to be polled for changes made
    /// elsewhere.</param>
    /// <param name="watchesOutages">True when the process records that it runs, so that regions learn of times when none did.</param>
    public static ISiloBuilder AddAlertingGrains(this ISiloBuilder silo, bool singleSilo = false, bool watchesOutages = false)
    {
        ArgumentNullException.ThrowIfNull(silo);

        // There is one stream, so one queue suffices; polling queues is most of what an idle process does.
        silo.AddMemoryStreams(IAlertLedgerGrain.Stream, streams =>
        {
            streams.ConfigurePartitioning(1);
            streams.ConfigurePullingAgent(options => options.Configure(
                agent => agent.GetQueueMsgsTimerPeriod = singleSilo ? s_pollSingleSilo : s_pollInCluster));
        });
        silo.ConfigureServices(services =>
        {
            services.TryAddSingleton(TimeProvider.System);

            // Orleans' activation collector, on a clock that was set back, would refuse every new activation until
            // the clock has passed the time of its last round again.
            services.AddKeyedSingleton<TimeProvider>(
                TimeProviderNames.ActivationManagement,
                static (provider, _) => new SteadyTimeProvider(provider.GetRequiredService<TimeProvider>()));
            services.AddOptions<ClockOptions>().BindConfiguration(ClockOptions.Section).ValidateDataAnnotations().ValidateOnStart();
            services.AddSingleton<ClockGuard>();
            services.AddHostedService<ClockWatch>();

            // Errors of the store are inner exceptions of what callers on other silos receive. Without this, the
            // callers would only learn that the exception could not be serialised.
            services.Configure<ExceptionSerializationOptions>(
                static options => options.SupportedNamespacePrefixes.Add("StackExchange.Redis"));
            services.TryAddSingleton(EngineOptions.Default);
            services.TryAddSingleton(RetentionPeriods.Default);
            services.TryAddSingleton(static provider => RegionBoundaries.Load(provider.GetRequiredService<RegionCatalog>()));
            services.TryAddSingleton(RollUpPace.Usual);
            services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>());
            services.AddMetrics();
            services.AddSingleton<Backoff>();
            services.AddSingleton<AlertingMetrics>();
            services.AddSingleton(new DeploymentMode(singleSilo, watchesOutages));
            services.AddOptions<OutageOptions>().BindConfiguration(OutageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutageOptions>, OutageOptionsValidator>());
            services.AddSingleton<OutageWatch>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<OutageWatch>());
            services.AddSingleton<LedgerSignal>();
            services.AddSingleton<RegionStamps>();
            services.AddSingleton<StoredRegions>();
            services.AddSingleton<ArchivedCounts>();
            services.AddSingleton<RestingRegions>();
            services.AddSingleton<SubscriptionList>();
            services.AddSingleton<SubscriptionHealth>();
            services.AddSingleton<KeyCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<KeyCache>());
            services.AddSingleton<OwnerLimits>();
            services.AddSingleton<ThresholdCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ThresholdCache>());
            services.AddSingleton<PlaceCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<PlaceCache>());
            services.AddSingleton<SilenceCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<SilenceCache>());
            services.AddSingleton<InhibitionCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<InhibitionCache>());
            services.AddSingleton<OpenAlertCache>();
            services.AddSingleton(static provider => new OpenAlertCounts(
                provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<OpenAlertCache>(),
                provider.GetRequiredService<RegionCatalog>()));
            services.AddSingleton<ContactCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ContactCache>());
            services.AddSingleton<ScheduleCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ScheduleCache>());
            services.AddSingleton<PolicyCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<PolicyCache>());
            services.AddHostedService<GapWatch>();
            services.AddHostedService<WakeService>();
            services.AddNotifications();
            services.PostConfigure<WebhookOptions>(
                static webhooks => webhooks.MaxConnections ??= DescriptorBudget.OfThisProcess().Deliveries);
            services.TryAddSingleton<LedgerFollowerResolver>(static provider =>
            {
                var grains = provider.GetRequiredService<IGrainFactory>();
                return follower => grains.GetGrain<ILedgerFollower>(follower == LedgerFollowerNames.Escalations
                    ? grains.GetGrain<IEscalationGrain>(IEscalationGrain.Key).GetGrainId()
                    : grains.GetGrain<ISubscriptionGrain>(follower).GetGrainId());
            });
        });
        return silo;
    }
}
