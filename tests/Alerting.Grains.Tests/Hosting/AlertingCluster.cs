using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Escalations;
using Alerting.Grains.Hosting;
using Alerting.Grains.Regions;
using Alerting.Grains.Retention;
using Alerting.Grains.Tests.Alerts;
using Alerting.Grains.Tests.Logs;
using Alerting.Grains.Thresholds;
using Alerting.Notifications.Secrets;
using Alerting.Regions;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Alerting.Grains.Tests.Hosting;

/// <summary>Silos on a log store that outlives them.</summary>
internal sealed class AlertingCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private AlertingCluster(InProcessTestCluster cluster, FaultyLogStore store)
    {
        _cluster = cluster;
        Store = store;
    }

    /// <summary>For tests whose alerts are of another time than their clock.</summary>
    public static RetentionPeriods Forever { get; } = new(TimeSpan.FromDays(100_000), TimeSpan.FromDays(100_000));

    public FaultyLogStore Store { get; }

    public InProcessTestCluster Silos => _cluster;

    public IClusterClient Client => _cluster.Client;

    public IAlertLedgerGrain Ledger => Client.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);

    public IThresholdCatalogGrain Catalog => Client.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key);

    public static async Task<AlertingCluster> StartAsync(
        FaultyLogStore store,
        FollowerProbe? followers = null,
        FakeTimeProvider? clock = null,
        IReadOnlyList<Threshold>? thresholds = null,
        short silos = 1,
        bool alone = false,
        RetentionPeriods? retention = null,
        Action<IServiceCollection>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ILogStore>(store);
            silo.Services.AddSingleton(RegionCatalog.Iso);
            silo.Services.AddSingleton(new InitialThresholds(thresholds ?? []));
            silo.Services.AddSingleton(retention ?? Forever);
            silo.Services.AddSingleton(EngineOptions.Default with { Retention = (retention ?? Forever).Regions });
            silo.Services.AddSingleton(followers ?? new FollowerProbe());
            silo.Services.AddSingleton<LedgerFollowerResolver>(provider =>
            {
                var grains = provider.GetRequiredService<IGrainFactory>();
                return follower => follower == LedgerFollowerNames.Escalations
                    ? grains.GetGrain<ILedgerFollower>(grains.GetGrain<IEscalationGrain>(IEscalationGrain.Key).GetGrainId())
                    : grains.GetGrain<ITestFollowerGrain>(follower);
            });
            if (clock is not null)
            {
                silo.Services.AddSingleton<TimeProvider>(clock);
                silo.Services.AddSingleton(RollUpPace.None);
                silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            }

            silo.Services.AddSingleton<ISecretProtector>(new TestSecrets());
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddAlertingGrains(alone);
            configure?.Invoke(silo.Services);
        });
        builder.ConfigureClient(client => client.AddMemoryStreams(IAlertLedgerGrain.Stream));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new AlertingCluster(cluster, store);
    }

    /// <summary>Ends the activation in order and waits until it is gone.</summary>
    public async Task DeactivateAsync(IAddressable grain)
    {
        await _cluster.DeactivateAsync(grain);
        await _cluster.WaitForDeactivationAsync(grain);
    }

    /// <summary>Ends all silos without giving them time for anything.</summary>
    public async Task KillAsync()
    {
        foreach (var silo in _cluster.Silos.ToList())
        {
            await _cluster.KillSiloAsync(silo);
        }

        await _cluster.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
