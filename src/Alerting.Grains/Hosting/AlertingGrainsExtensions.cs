using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Thresholds;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;

namespace Alerting.Grains.Hosting;

/// <summary>Registers what the grains need besides a log store, a region catalogue and the initial thresholds.</summary>
public static class AlertingGrainsExtensions
{
    /// <summary>
    /// Adds the services of the grains. The caller adds <see cref="Alerting.Logs.ILogStore"/>,
    /// <see cref="Alerting.Regions.RegionCatalog"/>, <see cref="InitialThresholds"/> and a grain storage <c>PubSubStore</c>.
    /// </summary>
    public static ISiloBuilder AddAlertingGrains(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);

        // One stream, so one queue; hints may take a moment, idle polling must cost nothing to speak of.
        silo.AddMemoryStreams(IAlertLedgerGrain.Stream, static streams =>
        {
            streams.ConfigurePartitioning(1);
            streams.ConfigurePullingAgent(static options => options.Configure(static o => o.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(100)));
        });
        silo.ConfigureServices(static services =>
        {
            services.TryAddSingleton(TimeProvider.System);

            // What the store says is inside of what callers on other silos are told; without this they are told nothing
            // but that it could not be serialized.
            services.Configure<ExceptionSerializationOptions>(static options => options.SupportedNamespacePrefixes.Add("StackExchange.Redis"));
            services.TryAddSingleton(EngineOptions.Default);
            services.AddMetrics();
            services.AddSingleton<AlertingMetrics>();
            services.AddSingleton<ThresholdCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ThresholdCache>());
            services.AddHostedService<WakeService>();
            services.AddWebhooks();
            services.TryAddSingleton<LedgerFollowerResolver>(static provider =>
            {
                var grains = provider.GetRequiredService<IGrainFactory>();
                return id => grains.GetGrain<ILedgerFollower>(grains.GetGrain<ISubscriptionGrain>(id).GetGrainId());
            });
        });
        return silo;
    }
}
