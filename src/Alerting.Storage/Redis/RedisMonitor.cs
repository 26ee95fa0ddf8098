using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>
/// Checks once a second whether Redis is still the right one, and writes the mark file; checks its settings after
/// each new connection; and while writing fails, tries more often whether it works again.
/// </summary>
internal sealed partial class RedisMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EveryWhileFailing = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ProbeLife = TimeSpan.FromSeconds(10);

    private readonly RedisGuard _guard;
    private readonly RedisConnection _connection;
    private readonly RedisKeys _keys;
    private readonly LogStoreHealth _health;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private long _settingsRead;
    private bool _markFailed;

    public RedisMonitor(
        RedisGuard guard, RedisConnection connection, RedisKeys keys, LogStoreHealth health, ILogger logger, TimeProvider clock)
    {
        (_guard, _connection, _keys, _health, _logger, _clock) = (guard, connection, keys, health, logger, clock);
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stopping.Dispose();
        TryMark();
    }

    private async Task RunAsync()
    {
        // A local variable, since a slow check of Redis may still change its period after the monitor was disposed
        // of.
        using var timer = new PeriodicTimer(Every, _clock);
        while (await IsNextAsync(timer).ConfigureAwait(false))
        {
            if (!_connection.IsInUse || _health.IsLost)
            {
                continue;
            }

            try
            {
                await LookAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (RedisConnection.IsRedis(exception))
            {
                _health.WriteFailed(RedisConnection.Unavailable(exception).Message);
            }
            catch (LogStoreUnavailableException exception)
            {
                if (exception is not LogStoreUnusableException)
                {
                    _health.WriteFailed(exception.Message);
                }
            }

            TryMark();
            timer.Period = _health.WriteFailure is null ? Every : EveryWhileFailing;
        }
    }

    private async Task<bool> IsNextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LookAsync()
    {
        var database = await _guard.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        var seen = _guard.Seen;
        _guard.Check(await _guard.AskAsync(database).ConfigureAwait(false), seen);
        var connections = _connection.Connections;
        if (connections != _settingsRead || _health.Unusable is not null)
        {
            await _guard.CheckSettingsAsync(CancellationToken.None).ConfigureAwait(false);
            _settingsRead = connections;
        }

        if (_health.WriteFailure is not null)
        {
            await database.StringSetAsync(_keys.Probe, "1", ProbeLife, flags: CommandFlags.DemandMaster).ConfigureAwait(false);
            _health.WriteSucceeded();
        }
    }

    private void TryMark()
    {
        try
        {
            _guard.Mark();
            _markFailed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file is merely behind then: at worst a loss is not noticed at the next start.
            if (!_markFailed)
            {
                _markFailed = true;
                LogNotMarked(exception.Message);
            }
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning,
        Message = "How far the log store in Redis is could not be noted beside it: {Problem}")]
    private partial void LogNotMarked(string problem);
}
