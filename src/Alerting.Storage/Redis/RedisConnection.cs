using Alerting.Storage.Logs;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>The connection of a store, made at first use, and the meaning of its failures.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const int ReconnectMilliseconds = 250;

    private readonly ConfigurationOptions _configuration;
    private readonly Lazy<Task<ConnectionMultiplexer>> _multiplexer;
    private volatile bool _closed;
    private int _connections;

    public RedisConnection(string configuration)
    {
        _configuration = ConfigurationOptions.Parse(configuration);

        // Without a connection a command fails at once instead of waiting for one. It is certain then that nothing
        // was stored, while a command that timed out after waiting may still be sent later. The multiplexer keeps
        // connecting in the background.
        _configuration.AbortOnConnectFail = false;
        _configuration.BacklogPolicy = BacklogPolicy.FailFast;

        // Only needed to read the server's settings; no command that changes any is ever sent.
        _configuration.AllowAdmin = true;

        // Nothing can be stored until the connection is back, so do not wait the many seconds of the default policy.
        _configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds);
        _configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(ReconnectMilliseconds);
        _multiplexer = new(StartAsync);
    }

    /// <summary>Whether the connection has been used yet.</summary>
    public bool IsInUse => _multiplexer.IsValueCreated && !_closed;

    /// <summary>Grows whenever a connection is established; it may lead to another server than before.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <exception cref="LogStoreUnavailableException">The store is closed.</exception>
    public ValueTask<IDatabase> DatabaseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closed)
        {
            throw new LogStoreUnavailableException("The log store is closed.");
        }

        var connecting = _multiplexer.Value;
        return connecting.IsCompletedSuccessfully
            ? new(_multiplexer.Value.GetAwaiter().GetResult().GetDatabase())
            : new(ConnectAsync(connecting, cancellationToken));
    }

    public async Task<IConnectionMultiplexer> MultiplexerAsync(CancellationToken cancellationToken) =>
        await _multiplexer.Value.WaitAsync(cancellationToken).ConfigureAwait(false);

    public static bool IsRedis(Exception exception) =>
        exception is RedisException or RedisTimeoutException or RedisCommandException or ObjectDisposedException;

    /// <summary>
    /// Whether a failure proves that the command had no effect: the server answered with an error (READONLY, LOADING,
    /// OOM, MASTERDOWN, MISCONF, ...), or the command was not sent.
    /// </summary>
    public static bool HadNoEffect(Exception exception) => exception switch
    {
        RedisServerException or RedisCommandException => true,
        RedisConnectionException failure => failure.CommandStatus is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog
            || failure.FailureType == ConnectionFailureType.UnableToConnect,
        _ => false,
    };

    public static LogStoreUnavailableException Unavailable(Exception exception) =>
        new($"The log store in Redis is not available: {exception.Message}", exception);

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        if (_multiplexer.IsValueCreated)
        {
            var multiplexer = await _multiplexer.Value.ConfigureAwait(false);
            await multiplexer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ConnectionMultiplexer> StartAsync()
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(_configuration).ConfigureAwait(false);
        multiplexer.ConnectionRestored += (_, _) => Interlocked.Increment(ref _connections);
        return multiplexer;
    }

    private static async Task<IDatabase> ConnectAsync(Task<ConnectionMultiplexer> connecting, CancellationToken cancellationToken)
    {
        var multiplexer = await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        return multiplexer.GetDatabase();
    }
}
