using System.Diagnostics;
using System.Globalization;
using Alerting.Server.Tests.EndToEnd;
using StackExchange.Redis;
using Xunit;

namespace Alerting.Server.Tests.Deploy;

public sealed class RedisConfigurationTests
{
    [Fact]
    public async Task A_redis_server_with_the_file_writes_every_command_to_disk_and_deletes_nothing()
    {
        var program = RedisServer.NamedExecutable ?? Tool.FindOrSkip("redis-server", "Debian package redis-server");
        var directory = Directory.CreateTempSubdirectory("alerting-redis-").FullName;
        var port = TestPorts.Next().ToString(CultureInfo.InvariantCulture);

        // What compose and Kubernetes add is the password; the rest keeps tests apart.
        var start = new ProcessStartInfo(
            program, [DeployFolder.PathOf("redis", "redis.conf"), "--requirepass", "open", "--bind", "127.0.0.1", "--port", port])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
        };
        using var server = Process.Start(start)!;
        try
        {
            var settings = await SettingsAsync($"127.0.0.1:{port},password=open,connectRetry=20,abortConnect=false");
            Assert.Equal("yes", settings["appendonly"]);
            Assert.Equal("always", settings["appendfsync"]);
            Assert.Equal("no", settings["no-appendfsync-on-rewrite"]);
            Assert.Equal("noeviction", settings["maxmemory-policy"]);
            Assert.Equal((1L << 30).ToString(CultureInfo.InvariantCulture), settings["maxmemory"]);
            Assert.Equal("", settings["save"]);
            Assert.True(Directory.Exists(Path.Combine(directory, "appendonlydir")), "The file is not in the working directory.");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<Dictionary<string, string>> SettingsAsync(string configuration)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration + ",allowAdmin=true");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!redis.IsConnected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, patience.Token);
        }

        return (await redis.GetServers()[0].ConfigGetAsync()).ToDictionary(StringComparer.Ordinal);
    }
}
