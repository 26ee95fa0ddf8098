using Alerting.Storage.Tests.Redis;

[assembly: AssemblyFixture(typeof(RedisUnderTest))]

namespace Alerting.Storage.Tests.Redis;

/// <summary>The Redis that all tests share, each under a key prefix of its own; none unless one is named.</summary>
public sealed class RedisUnderTest : IAsyncLifetime
{
    private RedisServer? _server;
    private string? _configuration;

    private static string? Named => Environment.GetEnvironmentVariable(RedisServer.Variable);

    /// <summary>Skips the running test when there is no Redis.</summary>
    public string Configuration
    {
        get
        {
            Assert.SkipWhen(_configuration is null, $"{RedisServer.Variable} names no redis-server executable and no host:port.");
            return _configuration!;
        }
    }

    /// <summary>Starts a server for one test alone; skips the test when that cannot be.</summary>
    internal static async Task<RedisServer> StartOwnAsync(CancellationToken cancellationToken)
    {
        Assert.SkipWhen(RedisServer.NamedExecutable is null, $"{RedisServer.Variable} names no redis-server executable.");
        return await RedisServer.StartAsync(RedisServer.NamedExecutable!, cancellationToken);
    }

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.NamedExecutable is { } executable)
        {
            _server = await RedisServer.StartAsync(executable, CancellationToken.None);
            _configuration = _server.Configuration;
        }
        else if (!string.IsNullOrWhiteSpace(Named))
        {
            _configuration = Named;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
