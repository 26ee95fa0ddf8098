using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Grains.Thresholds;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Providers;
using Orleans.Storage;

namespace Alerting.Grains.Hosting;

/// <summary>Registers what the grains need besides a log store, a region catalogue and the initial thresholds.</summary>
public static class AlertingGrainsExtensions
{
    /// <summary>
    /// Adds the services of the grains. The caller adds <see cref="Alerting.Logs.ILogStore"/>,
    /// <see cref="Alerting.Regions.RegionCatalog"/> and <see cref="InitialThresholds"/>.
    /// </summary>
    public static ISiloBuilder AddAlertingGrains(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.AddMemoryStreams(IAlertLedgerGrain.Stream);

        // Who listens to the stream; a cluster that is to remember it across its silos registers a storage of its own.
        if (!silo.Services.Any(static s => s.IsKeyedService && s.ServiceType == typeof(IGrainStorage) && ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME.Equals(s.ServiceKey)))
        {
            silo.AddMemoryGrainStorage(ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME);
        }

        silo.ConfigureServices(static services =>
        {
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(EngineOptions.Default);
            services.AddMetrics();
            services.AddSingleton<AlertingMetrics>();
            services.AddSingleton<ThresholdCache>();
            services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ThresholdCache>());
            services.AddHostedService<WakeService>();
            services.TryAddSingleton<LedgerFollowerResolver>(static provider =>
            {
                var grains = provider.GetRequiredService<IGrainFactory>();
                return id => grains.GetGrain<ILedgerFollower>(grains.GetGrain<ISubscriptionGrain>(id).GetGrainId());
            });
        });
        return silo;
    }
}
