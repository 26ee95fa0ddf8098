using System.Runtime.CompilerServices;
using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Logs in one SQLite file, for a single process. Every append is forced to the disk before it is confirmed; appends
/// that wait at the same time, of whatever logs, share one transaction.
/// </summary>
public sealed class SqliteLogStore : ILogStore, IAsyncDisposable
{
    private readonly FileStream _lock;
    private readonly UnsettledLogs _unsettled = new();
    private readonly GroupCommitWriter _writer;
    private readonly ReadSessionPool _readers;
    private readonly SqliteSnapshots _snapshots;
    private readonly SqliteMonitor _monitor;
    private readonly LogStoreHealth _health;

    /// <summary>Opens the store. The file and its directory are created when absent.</summary>
    /// <param name="options">Which file to use.</param>
    /// <param name="logger">Logs what goes wrong outside of calls.</param>
    /// <param name="health">Records how the store is; null where nobody asks.</param>
    /// <param name="clock">Times the checks of the store; null for the system's clock.</param>
    /// <exception cref="LogStoreUnavailableException">Another process has the file open, or it cannot be opened.</exception>
    /// <exception cref="LogStoreUnusableException">The file is another one than before, has less in it, or is
    /// damaged.</exception>
    public SqliteLogStore(
        SqliteLogStoreOptions options, ILogger<SqliteLogStore>? logger = null, LogStoreHealth? health = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Path);
        _health = health ??= new LogStoreHealth();
        ILogger log = logger ?? NullLogger<SqliteLogStore>.Instance;
        _lock = StoreLock.Take(options.Path);
        try
        {
            var opened = new SqliteOpening(options, health).Open();
            _writer = new GroupCommitWriter(options, opened.Mark, _unsettled, health, log);
            _readers = new ReadSessionPool(options, opened.Mark.StoreId, health);
            _snapshots = new SqliteSnapshots(_writer, _readers, opened.LastSnapshotId);
            _monitor = new SqliteMonitor(options, opened.Mark, _writer, health, log, clock ?? TimeProvider.System);
        }
        catch (SqliteException exception)
        {
            _lock.Dispose();
            throw SqliteFailure.Of(exception, options.Path, $"be opened ('{options.Path}')");
        }
        catch (InvalidDataException exception)
        {
            _lock.Dispose();
            throw SqliteFailure.Damaged(options.Path, exception);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(string log, long sequence, LogBatch batch, long? wakeAt, CancellationToken cancellationToken)
    {
        LogArguments.CheckAppend(log, sequence, batch);
        return _writer.WriteAsync(new AppendOperation(log, sequence, batch, wakeAt), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LogEntry> ReadAsync(string log, long fromSequence, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(fromSequence, 1);
        return ReadPagesAsync(log, fromSequence, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> LastSequenceAsync(string log, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        var isSettled = await SettleAsync(log, cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(session => isSettled ? session.Last(log) : session.LastOfAll(log), cancellationToken)
            .ConfigureAwait(false);
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
        return _readers.ReadAsync(session => session.Snapshot(log), cancellationToken);
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
        LogArguments.CanBegin(prefix) ? _snapshots.ReadAsync(prefix, cancellationToken) : AsyncEnumerable.Empty<NamedSnapshot>();

    /// <inheritdoc/>
    public async Task TrimAsync(string log, long beforeSequence, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        while (await _writer.WriteAsync(new TrimOperation(log, beforeSequence), cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) =>
        LogArguments.CanBegin(prefix) ? ListPagesAsync(prefix, cancellationToken) : AsyncEnumerable.Empty<string>();

    /// <inheritdoc/>
    public IAsyncEnumerable<LogHead> ListHeadsAsync(string prefix, CancellationToken cancellationToken) =>
        LogArguments.CanBegin(prefix) ? ListHeadPagesAsync(prefix, cancellationToken) : AsyncEnumerable.Empty<LogHead>();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueLog>> DueAsync(long before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        while (true)
        {
            // An instant that is moved to the table between the two steps is found the next time.
            var found = await _readers.ReadAsync(session => session.Due(before, limit), cancellationToken).ConfigureAwait(false);
            if (!_unsettled.HasWakes)
            {
                return found;
            }

            var (isDone, due) = await TryWriteAsync(new DueOperation(found, before, limit), cancellationToken).ConfigureAwait(false);
            if (!isDone)
            {
                // The answer has only older instants: a log that would be woken could not write either.
                return found;
            }

            if (due is not null)
            {
                return due;
            }
        }
    }

    /// <inheritdoc/>
    public Task SetWakeAsync(string log, long sequence, long? wakeAt, CancellationToken cancellationToken)
    {
        LogArguments.Check(log);
        return _writer.WriteAsync(new SetWakeOperation(log, sequence, wakeAt), cancellationToken);
    }

    /// <summary>Completes the waiting operations and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _monitor.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        _monitor.Mark();
        await _readers.DisposeAsync().ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Moves what has been confirmed so far to where readers find it; false when it cannot be moved now.</summary>
    private async ValueTask<bool> SettleAsync(string log, CancellationToken cancellationToken) =>
        !_unsettled.Contains(log) || (await TryWriteAsync(new SettleOperation(log), cancellationToken).ConfigureAwait(false)).IsDone;

    /// <summary>Runs an operation that only helps readers, unless the store cannot be written now.</summary>
    private async ValueTask<(bool IsDone, T? Result)> TryWriteAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        if (_health.WriteFailure is not null)
        {
            return (false, default);
        }

        try
        {
            return (true, await _writer.WriteAsync(operation, cancellationToken).ConfigureAwait(false));
        }
        catch (LogStoreUnavailableException)
        {
            // Reading must not fail because writing does. The writer has reported the failure to the health.
            return (false, default);
        }
    }

    private async IAsyncEnumerable<LogEntry> ReadPagesAsync(
        string log, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = await ReadPageAsync(log, fromSequence, cancellationToken).ConfigureAwait(false);
        while (page.Entries.Count > 0)
        {
            fromSequence += page.Entries.Count;

            // The next page of a long log is read while the caller processes this one.
            var next = page.IsFull ? ReadPageAsync(log, fromSequence, cancellationToken) : null;
            try
            {
                foreach (var entry in page.Entries)
                {
                    yield return entry;
                }

                page = next is null ? new LogPage([], IsFull: false) : await next.ConfigureAwait(false);
            }
            finally
            {
                // The caller may have stopped enumerating; observe the failure of the read that nobody awaits.
                if (next is { IsCompletedSuccessfully: false })
                {
                    await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }

            if (page.Entries.Count == 0)
            {
                // At the end read again, since a page that was read ahead or is not full may be outdated.
                page = await ReadPageAsync(log, fromSequence, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<LogPage> ReadPageAsync(string log, long fromSequence, CancellationToken cancellationToken)
    {
        var isSettled = await SettleAsync(log, cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(
            session => isSettled ? session.Entries(log, fromSequence) : session.EntriesOfAll(log, fromSequence),
            cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<LogHead> ListHeadPagesAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            // Asked before the page is read: what is moved out of the journal meanwhile might be missed in both places.
            var unsettled = _unsettled.Logs();
            var last = after;
            var page = await _readers.ReadAsync(session => session.Heads(prefix, last), cancellationToken).ConfigureAwait(false);
            foreach (var head in page)
            {
                var isWhole = !unsettled.Contains(head.Log) && !_unsettled.Contains(head.Log);
                var sequence = isWhole ? head.Sequence : await LastSequenceAsync(head.Log, cancellationToken).ConfigureAwait(false);
                if (sequence > 0)
                {
                    yield return head with { Sequence = sequence };
                }
            }

            if (page.Count == 0)
            {
                yield break;
            }

            after = page[^1].Log;
        }
    }

    private async IAsyncEnumerable<string> ListPagesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            var last = after;
            var page = await _readers.ReadAsync(session => session.Names(prefix, last), cancellationToken).ConfigureAwait(false);
            foreach (var name in page)
            {
                yield return name;
            }

            if (page.Count == 0)
            {
                yield break;
            }

            after = page[^1];
        }
    }
}
