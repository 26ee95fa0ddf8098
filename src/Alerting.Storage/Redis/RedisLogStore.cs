using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>
/// Logs as Redis streams, for any number of processes. A batch is one entry; a script compares the sequence and
/// appends in one step. Appends of all logs share one connection and do not wait for each other.
/// </summary>
public sealed class RedisLogStore : ILogStore, IAsyncDisposable
{
    private const CommandFlags Master = CommandFlags.DemandMaster;
    private const int TrimStep = 10_000;

    private readonly RedisKeys _keys;
    private readonly RedisConnection _connection;
    private readonly LogStoreHealth _health;
    private readonly RedisGuard _guard;
    private readonly RedisMonitor _monitor;
    private readonly RedisSnapshots _snapshots;
    private readonly RedisLogReader _reader;

    /// <summary>Creates the store without connecting; the first call connects.</summary>
    /// <param name="options">Which Redis to use.</param>
    /// <param name="logger">Logs what goes wrong outside of calls.</param>
    /// <param name="health">Records how the store is; null where nobody asks.</param>
    /// <param name="clock">Times the checks of the store; null for the system's clock.</param>
    /// <exception cref="ArgumentException">The configuration is empty or malformed.</exception>
    public RedisLogStore(
        RedisLogStoreOptions options, ILogger<RedisLogStore>? logger = null, LogStoreHealth? health = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Configuration);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.KeyPrefix);
        _keys = new RedisKeys(options.KeyPrefix);
        _connection = new RedisConnection(options.Configuration);
        _health = health ?? new LogStoreHealth();
        _guard = new RedisGuard(options, _connection, _keys, _health);
        _snapshots = new RedisSnapshots(_guard, _keys);
        _reader = new RedisLogReader(_guard, _keys);
        ILogger log = logger ?? NullLogger<RedisLogStore>.Instance;
        _monitor = new RedisMonitor(_guard, _connection, _keys, _health, log, clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <remarks>Cancellation is honoured before the command is sent and after its answer is lost; in between the
    /// connection may still be reading the payload, so the call waits for the answer, at most the configured timeout.</remarks>
    public async Task<AppendResult> AppendAsync(
        string log, long sequence, LogBatch batch, long? wakeAt, CancellationToken cancellationToken)
    {
        LogArguments.CheckAppend(log, sequence, batch);
        _health.EnsureUsable();
        var batchId = Bytes(batch.Id);
        var database = await _guard.OpenAsync(cancellationToken).ConfigureAwait(false);
        var seen = _guard.Seen;
        try
        {
            var answer = (long)await database.ScriptEvaluateAsync(
                RedisScripts.Append,
                [_keys.Log(log), _keys.Last, _keys.Names, _keys.Wakes, _keys.Store],
                [log, sequence, batchId, batch.Payload, Score(wakeAt), _guard.Id, seen],
                Master).ConfigureAwait(false);
            if (answer < 0)
            {
                throw await _guard.LostAsync(database, seen).ConfigureAwait(false);
            }

            _health.WriteSucceeded();
            _guard.Saw(answer - 1);
            return answer == 0 ? AppendResult.Refused : AppendResult.Stored;
        }
        catch (Exception exception) when (RedisConnection.IsRedis(exception))
        {
            _health.WriteFailed(RedisConnection.Unavailable(exception).Message);
            if (RedisConnection.HadNoEffect(exception))
            {
                throw RedisConnection.Unavailable(exception);
            }

            return await SettleAsync(log, sequence, batchId, exception, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LogEntry> ReadAsync(string log, long fromSequence, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(fromSequence, 1);
        return _reader.EntriesAsync(log, fromSequence, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> LastSequenceAsync(string log, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        var last = await _guard.RunAsync(database => database.HashGetAsync(_keys.Last, log, Master), cancellationToken)
            .ConfigureAwait(false);
        return last.IsNull ? 0 : (long)last;
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return _snapshots.SaveAsync(log, sequence, state, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LogSnapshot?> ReadSnapshotAsync(string log, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        return _snapshots.ReadAsync(log, cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveSnapshotAsync(string log, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        return _snapshots.RemoveAsync(log, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SnapshotName> ListSnapshotsAsync(string prefix, CancellationToken cancellationToken) =>
        LogArguments.CanBegin(prefix) ? _snapshots.ListAsync(prefix, cancellationToken) : AsyncEnumerable.Empty<SnapshotName>();

    /// <inheritdoc/>
    public IAsyncEnumerable<NamedSnapshot> ReadSnapshotsAsync(string prefix, CancellationToken cancellationToken) =>
        LogArguments.CanBegin(prefix) ? _snapshots.ReadAllAsync(prefix, cancellationToken) : AsyncEnumerable.Empty<NamedSnapshot>();

    /// <inheritdoc/>
    public async Task TrimAsync(string log, long beforeSequence, CancellationToken cancellationToken)
    {
        var end = Math.Min(beforeSequence, await LastSequenceAsync(log, cancellationToken).ConfigureAwait(false));
        var key = _keys.Log(log);
        var first = await _guard.RunAsync(database => database.StreamRangeAsync(key, count: 1, flags: Master), cancellationToken)
            .ConfigureAwait(false);
        if (first.Length == 0)
        {
            return;
        }

        // In steps, since the server does nothing else during each of them.
        for (var next = RedisEntry.Sequence(first[0]); next < end;)
        {
            next = Math.Min(end, next + TrimStep);
            var minimum = RedisEntry.Id(next);
            await _guard.RunAsync(database => database.StreamTrimByMinIdAsync(key, minimum, flags: Master), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) =>
        LogArguments.CanBegin(prefix) ? _reader.NamesAsync(prefix, cancellationToken) : AsyncEnumerable.Empty<string>();

    /// <inheritdoc/>
    public IAsyncEnumerable<LogHead> ListHeadsAsync(string prefix, CancellationToken cancellationToken) =>
        LogArguments.CanBegin(prefix) ? _reader.HeadsAsync(prefix, cancellationToken) : AsyncEnumerable.Empty<LogHead>();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueLog>> DueAsync(long before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var due = await _guard.RunAsync(
            database => database.SortedSetRangeByScoreWithScoresAsync(
                _keys.Wakes, double.NegativeInfinity, WakeScore.Of(before), take: limit, flags: Master),
            cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(due, entry => new DueLog(entry.Element.ToString(), WakeScore.Ticks(entry.Score)));
    }

    /// <inheritdoc/>
    public Task SetWakeAsync(string log, long sequence, long? wakeAt, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        return _guard.RunAsync(
            database => database.ScriptEvaluateAsync(
                RedisScripts.SetWake, [_keys.Last, _keys.Wakes], [log, sequence, Score(wakeAt)], Master),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> GetUtcNowAsync(CancellationToken cancellationToken)
    {
        // TIME: seconds since 1970 and microseconds of the second.
        var time = await _guard.RunAsync(static database => database.ExecuteAsync("TIME"), cancellationToken).ConfigureAwait(false);
        return DateTimeOffset.FromUnixTimeSeconds((long)time[0]).AddMicroseconds((long)time[1]);
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _monitor.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _guard.Dispose();
    }

    /// <summary>Finds out whether a batch was stored after the answer to its append was lost.</summary>
    private async Task<AppendResult> SettleAsync(
        string log, long sequence, ReadOnlyMemory<byte> batchId, Exception lost, CancellationToken cancellationToken)
    {
        StreamEntry[] stored;
        long last;
        try
        {
            var id = RedisEntry.Id(sequence);
            stored = await _guard.RunAsync(
                database => database.StreamRangeAsync(_keys.Log(log), id, id, 1, flags: Master), cancellationToken).ConfigureAwait(false);
            last = await LastSequenceAsync(log, cancellationToken).ConfigureAwait(false);
        }
        catch (LogStoreUnavailableException exception) when (exception is not LogStoreUnusableException)
        {
            throw Unknown(log, sequence, lost);
        }

        if (stored.Length > 0)
        {
            var isSame = RedisEntry.Field(stored[0], RedisScripts.BatchField).Span.SequenceEqual(batchId.Span);
            return isSame ? AppendResult.Stored : AppendResult.Refused;
        }

        // Trimmed already. It cannot be known which writer wrote it, but the log is beyond it, so the caller is not
        // the writer.
        return last >= sequence ? AppendResult.Refused : throw Unknown(log, sequence, lost);
    }

    private static LogOutcomeUnknownException Unknown(string log, long sequence, Exception lost) =>
        new($"Whether the batch at {sequence} of log '{log}' was stored is not known: {lost.Message}", lost);

    private static RedisValue Score(long? wakeAt) => wakeAt is { } ticks ? WakeScore.Of(ticks) : RedisValue.EmptyString;

    private static byte[] Bytes(Guid id)
    {
        var bytes = new byte[16];
        _ = id.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes;
    }
}
