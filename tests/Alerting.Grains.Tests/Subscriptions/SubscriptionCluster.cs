using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Hosting;
using Alerting.Grains.Inhibitions;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Thresholds;
using Alerting.Notifications.Secrets;
using Alerting.Notifications.Webhooks;
using Alerting.Regions;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>One silo on a store of its own that survives it.</summary>
internal sealed class SubscriptionCluster : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("alerting-subscriptions-").FullName;
    private readonly SqliteLogStore _store;
    private InProcessTestCluster _cluster = null!;
    private long _sequence;

    private readonly Action<IServiceCollection>? _configure;

    private SubscriptionCluster(Action<IServiceCollection>? configure)
    {
        _store = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory, "alerting.db") });
        _configure = configure;
    }

    public IAlertLedgerGrain Ledger => _cluster.Client.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);

    public IInhibitionCatalogGrain Inhibitions => _cluster.Client.GetGrain<IInhibitionCatalogGrain>(IInhibitionCatalogGrain.Key);

    /// <summary>Of the silo.</summary>
    public IServiceProvider Services => _cluster.GetSiloServiceProvider();

    /// <param name="configure">Adds to the services of the silo.</param>
    public static async Task<SubscriptionCluster> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var cluster = new SubscriptionCluster(configure);
        await cluster.StartSiloAsync();
        return cluster;
    }

    public ISubscriptionGrain Subscription(string id = "desk") => _cluster.Client.GetGrain<ISubscriptionGrain>(id);

    /// <summary>Puts revisions into the ledger, which gives them their seqs.</summary>
    public Task<long> AppendAsync(params Alert[] revisions) => Ledger.AppendAsync("IQ-AN", [new RegionRevisions(++_sequence, revisions)]);

    public async Task CrashAndRestartAsync()
    {
        await _cluster.KillSiloAsync(_cluster.Silos[0]);
        await _cluster.DisposeAsync();
        await StartSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartSiloAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            // Owned by the test: the container must not dispose of it with the silo.
            silo.Services.AddSingleton<ILogStore>(_store);
            silo.Services.AddSingleton(RegionCatalog.Iso);
            silo.Services.AddSingleton(new InitialThresholds([]));
            silo.Services.AddSingleton(AlertingCluster.Forever);
            silo.Services.Configure<WebhookOptions>(options => options.AllowedTargets.Add("127.0.0.0/8"));
            silo.Services.AddSingleton<ISecretProtector>(new TestSecrets());
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddAlertingGrains();
            _configure?.Invoke(silo.Services);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }
}
