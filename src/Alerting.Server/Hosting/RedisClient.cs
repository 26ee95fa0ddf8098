using StackExchange.Redis;

namespace Alerting.Server.Hosting;

/// <summary>How this process connects to Redis for what is not its log store.</summary>
internal static class RedisClient
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    public static ConfigurationOptions Parse(string redis)
    {
        var configuration = ConfigurationOptions.Parse(redis);
        configuration.AbortOnConnectFail = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(500);
        return configuration;
    }

    /// <summary>Connects to Redis, and waits for a Redis that is still starting.</summary>
    public static async Task<IConnectionMultiplexer> ConnectAsync(
        ConfigurationOptions configuration, CancellationToken cancellationToken = default)
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);
        while (!multiplexer.IsConnected)
        {
            await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
        }

        return multiplexer;
    }
}
