using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Grains.Alerts;
using Alerting.Grains.Clocks;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Grains.Retention;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Thresholds;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace Alerting.Grains.Hosting;

/// <summary>Registers what the grains need besides a log store, a region catalogue and the initial thresholds.</summary>
public static class AlertingGrainsExtensions
{
    private static readonly TimeSpan s_lookAlone = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookInCluster = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Adds the services of the grains. The caller adds <see cref="Alerting.Storage.Logs.ILogStore"/>,
    /// <see cref="Alerting.Engine.Regions.RegionCatalog"/>, <see cref="InitialThresholds"/> and a grain storage <c>PubSubStore</c>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="alone">No other silo will join: hints and changes need not be looked for, for nobody else gives or makes any.</param>
    public static ISiloBuilder AddAlertingGrains(this ISiloBuilder silo, bool alone = false)
    {
        ArgumentNullException.ThrowIfNull(silo);

        // One stream, so one queue. Looking into it is most of what an idle process does.
        silo.AddMemoryStreams(IAlertLedgerGrain.Stream, streams =>
        {
            streams.ConfigurePartitioning(1);
            streams.ConfigurePullingAgent(options => options.Configure(o => o.GetQueueMsgsTimerPeriod = alone ? s_lookAlone : s_lookInCluster));
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

            // What the store says is inside of what callers on other silos are told; without this they are told nothing
            // but that it could not be serialized.
            services.Configure<ExceptionSerializationOptions>(static options => options.SupportedNamespacePrefixes.Add("StackExchange.Redis"));
            services.TryAddSingleton(EngineOptions.Default);
            services.TryAddSingleton(RetentionPeriods.Default);
            services.TryAddSingleton(RollUpPace.Usual);
            services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>());
            services.AddMetrics();
            services.AddSingleton<AlertingMetrics>();
            services.AddSingleton(new SiloCompany(alone));
            services.AddSingleton<LedgerNews>();
            services.AddSingleton<RegionStamps>();
            services.AddSingleton<ThresholdCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ThresholdCache>());
            services.AddHostedService<WakeService>();
            services.AddWebhooks();
            services.AddHostedService<DeliveryWarmUp>();
            services.TryAddSingleton<LedgerFollowerResolver>(static provider =>
            {
                var grains = provider.GetRequiredService<IGrainFactory>();
                return id => grains.GetGrain<ILedgerFollower>(grains.GetGrain<ISubscriptionGrain>(id).GetGrainId());
            });
        });
        return silo;
    }
}
