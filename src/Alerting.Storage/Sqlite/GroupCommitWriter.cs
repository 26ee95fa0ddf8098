using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// The thread that writes. It takes all waiting operations, of all logs, into one transaction. While one group is being
/// forced to the disk, the next one gathers, so a busy store needs fewer synchronisations per append, and a quiet one
/// makes nobody wait. Without work the thread sleeps. Operations that can wait go with the next group of those that cannot, or
/// with each other after a while: a commit costs the same for one of them as for hundreds.
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    private const int MaxOperations = 4_096;
    private const int MaxBytes = 8 << 20;

    /// <summary>How long operations that can wait do so at most.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(20);

    private readonly SqliteLogStoreOptions _options;
    private readonly UnsettledLogs _unsettled;
    private readonly LogStoreHealth _health;
    private readonly Guid _storeId;
    private readonly Checkpointer _checkpointer;
    private readonly Lock _gate = new();

    // A semaphore would spin much longer before it sleeps, which costs about as much as a small commit.
    private readonly AutoResetEvent _work = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<IWriteOperation> _waiting = [];

    /// <summary>Whether one of those that wait cannot.</summary>
    private bool _isUrgent;
    private bool _closed;
    private WriteSession? _session;
    private long _committed;

    public GroupCommitWriter(
        SqliteLogStoreOptions options, StoreMark opened, UnsettledLogs unsettled, LogStoreHealth health, ILogger logger)
    {
        _options = options;
        _unsettled = unsettled;
        _health = health;
        (_storeId, _committed) = (opened.StoreId, opened.Position);
        _session = new WriteSession(options, unsettled, opened);
        _checkpointer = new Checkpointer(options, logger);
        new Thread(Run) { IsBackground = true, Name = "Log store writer" }.Start();
    }

    /// <summary>Position of the store: everything confirmed to callers is at or below it.</summary>
    public long Committed => Volatile.Read(ref _committed);

    /// <exception cref="LogStoreUnavailableException">The transaction failed, nothing is stored; or the store is closed.</exception>
    public Task<T> WriteAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        Enqueue(operation);
        return cancellationToken.CanBeCanceled ? WaitAsync(operation, cancellationToken) : operation.Task;
    }

    /// <summary>Writes the waiting operations, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _work.Set();
        await _ended.Task.ConfigureAwait(false);
    }

    private static async Task<T> WaitAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((WriteOperation<T>)state!).GiveUp(token), operation).ConfigureAwait(false);
        return await operation.Task.ConfigureAwait(false);
    }

    private void Enqueue<T>(WriteOperation<T> operation)
    {
        bool closed, wakes;
        lock (_gate)
        {
            closed = _closed;
            wakes = _waiting.Count == 0 || (!_isUrgent && !operation.CanWait);
            if (!closed)
            {
                _waiting.Add(operation);
                _isUrgent |= !operation.CanWait;
            }
        }

        if (closed)
        {
            operation.Fail(new LogStoreUnavailableException("The log store is closed."));
        }
        else if (wakes) // The writer takes the whole list when it wakes: only the first of a group has to wake it.
        {
            _work.Set();
        }
    }

    private void Run()
    {
        var taken = new List<IWriteOperation>();
        try
        {
            while (Take(ref taken))
            {
                for (var start = 0; start < taken.Count;)
                {
                    var end = EndOfGroup(taken, start);
                    Write(taken, start, end);
                    start = end;
                }

                taken.Clear();
            }
        }
        finally
        {
            _checkpointer.Dispose();
            _session?.Dispose();
            _ended.TrySetResult();
        }
    }

    /// <summary>Waits for work; false when there is none left and the store is closed.</summary>
    private bool Take(ref List<IWriteOperation> taken)
    {
        var haveGathered = false;
        while (true)
        {
            bool areGathering;
            lock (_gate)
            {
                areGathering = _waiting.Count > 0;
                if (areGathering && (_isUrgent || haveGathered || _closed))
                {
                    (taken, _waiting) = (_waiting, taken);
                    _isUrgent = false;
                    return true;
                }

                if (_closed)
                {
                    return false;
                }
            }

            haveGathered = !_work.WaitOne(areGathering ? s_gathering : Timeout.InfiniteTimeSpan);
        }
    }

    private static int EndOfGroup(List<IWriteOperation> operations, int start)
    {
        var bytes = operations[start].Size;
        var end = start + 1;
        while (end < operations.Count && end - start < MaxOperations && (bytes += operations[end].Size) <= MaxBytes)
        {
            end++;
        }

        return end;
    }

    private void Write(List<IWriteOperation> operations, int start, int end)
    {
        var committing = false;
        try
        {
            _health.EnsureUsable();
            _session ??= new WriteSession(_options, _unsettled, new StoreMark(_storeId, _committed));
            _session.Begin();
            for (var index = start; index < end; index++)
            {
                operations[index].Execute(_session);
            }

            _session.Finish();
            committing = true;
            _session.Commit();
        }
        catch (Exception exception)
        {
            // The session's view of the logs is ahead of the file now. The next group starts with a new session.
            _session?.Dispose();
            _session = null;
            _unsettled.Forget();
            var failure = Failure(exception, committing);
            Report(failure);
            AnsweredGroup.Answer(operations[start..end], failure);
            return;
        }

        Volatile.Write(ref _committed, _session.LastPosition);
        _health.WriteSucceeded();
        AnsweredGroup.Answer(operations[start..end], null);
        _checkpointer.Committed(_session.TakePagesWritten(), _session.Database);
    }

    /// <summary>
    /// When a commit could not be forced to the disk, a complete transaction is in the write-ahead log, and a
    /// recovery after a crash may still find it: it is unknown whether it is stored. When a commit failed for lack of
    /// space, the transaction is incomplete and not stored.
    /// </summary>
    private LogStoreUnavailableException Failure(Exception exception, bool committing) => exception switch
    {
        LogStoreUnusableException unusable => unusable,
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } when committing && File.Exists(_options.Path) =>
            new LogOutcomeUnknownException($"The log store could not force a transaction to the disk: {exception.Message}", exception),
        SqliteException failure => SqliteFailure.Of(failure, _options.Path, "write"),
        InvalidDataException damage => SqliteFailure.Damaged(_options.Path, damage),
        _ => new LogStoreUnavailableException($"The log store could not write: {exception.Message}", exception),
    };

    private void Report(LogStoreUnavailableException failure)
    {
        if (failure is LogStoreUnusableException unusable)
        {
            _health.Found(unusable);
        }
        else
        {
            _health.WriteFailed(failure.Message);
        }
    }
}
