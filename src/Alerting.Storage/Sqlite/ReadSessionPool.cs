using System.Collections.Concurrent;
using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Read connections for twice as many readers as there are processors. SQLite blocks its caller, so each read is a
/// short work item of the thread pool and never runs on the caller's scheduler.
/// </summary>
internal sealed class ReadSessionPool(SqliteLogStoreOptions options, Guid storeId, LogStoreHealth health) : IAsyncDisposable
{
    private readonly ConcurrentBag<ReadSession> _idle = [];
    private readonly SemaphoreSlim _free = new(Size);
    private volatile bool _closed;

    private static int Size => 2 * Environment.ProcessorCount;

    /// <exception cref="LogStoreUnavailableException">The file cannot be read, or the store is closed.</exception>
    public async Task<T> ReadAsync<T>(Func<ReadSession, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(read), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the current reads, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var index = 0; index < Size; index++)
        {
            await _free.WaitAsync().ConfigureAwait(false);
        }

        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _free.Release(Size);
    }

    private T Read<T>(Func<ReadSession, T> read)
    {
        if (_closed)
        {
            throw new LogStoreUnavailableException("The log store is closed.");
        }

        health.EnsureReadable();
        ReadSession? session = null;
        try
        {
            session = _idle.TryTake(out var idle) ? idle : new ReadSession(options, storeId);
            var result = read(session);
            _idle.Add(session);
            return result;
        }
        catch (LogTrimmedException)
        {
            _idle.Add(session!);
            throw;
        }
        catch (SqliteException exception)
        {
            session?.Dispose();
            var failure = SqliteFailure.Of(exception, options.Path, "read");
            if (failure is LogStoreUnusableException unusable)
            {
                health.Found(unusable);
            }

            throw failure;
        }
        catch (LogStoreUnusableException unusable)
        {
            session?.Dispose();
            health.Found(unusable);
            throw;
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }
}
