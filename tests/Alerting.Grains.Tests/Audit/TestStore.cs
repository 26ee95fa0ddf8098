using Alerting.Grains.Tests.Logs;
using Alerting.Storage.Hosting;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Grains.Tests.Audit;

/// <summary>A log store by its name, for tests that hold on all of them.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private RedisServer? _redis;
    private ServiceProvider? _services;

    private TestStore()
    {
    }

    public static TheoryData<string> All => ["memory", "sqlite", "redis"];

    public FaultyLogStore Log { get; private set; } = null!;

    /// <summary>Opens the store; skips the test when there is no Redis.</summary>
    public static async Task<TestStore> OpenAsync(string name)
    {
        var store = new TestStore();
        if (name == "memory")
        {
            store.Log = new FaultyLogStore(new InMemoryLogStore());
            return store;
        }

        var services = new ServiceCollection();
        if (name == "sqlite")
        {
            services.AddSqliteLogStore(Path.Combine(store._directory.Path, "alerting.db"));
        }
        else
        {
            Assert.SkipWhen(RedisServer.NamedExecutable is null, $"{RedisServer.Variable} names no redis-server executable.");
            store._redis = await RedisServer.StartAsync(RedisServer.NamedExecutable!, TestContext.Current.CancellationToken);
            services.AddRedisLogStore(store._redis.Configuration);
        }

        store._services = services.BuildServiceProvider();
        store.Log = new FaultyLogStore(store._services.GetRequiredService<ILogStore>());
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _directory.Dispose();
    }
}
