using Alerting.Server.Hosting;
using StackExchange.Redis;

namespace Alerting.Server.Secrets;

/// <summary>The keys that the processes of a cluster share, in Redis.</summary>
/// <param name="configuration">Of Redis.</param>
/// <param name="serviceId">What all names in Redis begin with.</param>
internal sealed class SharedEncryptionKeys(string configuration, string serviceId) : IAsyncDisposable
{
    private static readonly TimeSpan s_lock = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private IConnectionMultiplexer? _redis;

    /// <summary>Name of the list of keys.</summary>
    public RedisKey Name { get; } = $"{serviceId}:encryption-keys";

    public IDatabase Database => (_redis ?? throw new InvalidOperationException("The process has not started yet.")).GetDatabase();

    /// <summary>Connects, and waits for a Redis that is still starting.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken) =>
        _redis = await RedisClient.ConnectAsync(RedisClient.Parse(configuration), cancellationToken);

    /// <summary>Runs something that no two processes may do at once.</summary>
    public async Task AloneAsync(Action action, TimeProvider clock, CancellationToken cancellationToken)
    {
        RedisKey turn = $"{Name}:turn";
        RedisValue mine = Guid.NewGuid().ToString();
        while (!await Database.LockTakeAsync(turn, mine, s_lock))
        {
            await Task.Delay(s_pause, clock, cancellationToken);
        }

        try
        {
            action();
        }
        finally
        {
            await Database.LockReleaseAsync(turn, mine);
        }
    }

    public ValueTask DisposeAsync() => _redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}
