using Alerting.Storage.Hosting;
using Alerting.Storage.Logs;
using Alerting.Storage.Redis;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Alerting.Storage.Tests.Hosting;

public sealed class LogStoreServicesTests
{
    [Fact]
    public async Task Gives_one_sqlite_store_and_closes_it_with_the_services()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("logs.db");
        await using (var services = new ServiceCollection().AddSqliteLogStore(path).BuildServiceProvider())
        {
            var store = services.GetRequiredService<ILogStore>();
            Assert.IsType<SqliteLogStore>(store);
            Assert.Same(store, services.GetRequiredService<ILogStore>());
        }

        await using var again = new SqliteLogStore(new SqliteLogStoreOptions { Path = path });
    }

    [Fact]
    public async Task Gives_a_redis_store_without_connecting()
    {
        await using var services = new ServiceCollection().AddRedisLogStore("127.0.0.1:1").BuildServiceProvider();

        Assert.IsType<RedisLogStore>(services.GetRequiredService<ILogStore>());
    }

    [Fact]
    public async Task Refuses_a_sqlite_store_without_a_path()
    {
        await using var services = new ServiceCollection().AddSqliteLogStore(" ").BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<ILogStore>());
    }

    [Theory]
    [InlineData("", "alerting")]
    [InlineData("localhost,noSuchOption=1", "alerting")]
    [InlineData("localhost", "")]
    [InlineData("localhost", "a{b}")]
    public async Task Refuses_a_redis_store_that_cannot_work(string configuration, string prefix)
    {
        await using var services = new ServiceCollection()
            .AddRedisLogStore(configuration, options => options.KeyPrefix = prefix)
            .BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<ILogStore>());
    }
}
