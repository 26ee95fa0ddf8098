using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>
/// Makes sure that only the right Redis is used, and none that has lost data: it knows the identity of the store and
/// a number of appends that the store must have counted.
/// </summary>
internal sealed class RedisGuard(RedisLogStoreOptions options, RedisConnection connection, RedisKeys keys, LogStoreHealth health)
    : IDisposable
{
    private const CommandFlags Master = CommandFlags.DemandMaster;
    private static readonly RedisValue[] StoreFields = [RedisScripts.IdField, RedisScripts.AppendsField];

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly StoreMarkFile? _file = string.IsNullOrEmpty(options.MarkPath) ? null : new StoreMarkFile(options.MarkPath);
    private readonly string _store = $"The log store '{options.KeyPrefix}' in Redis";
    private volatile string? _id;
    private long _seen;
    private long _marked;

    /// <summary>Identity of the store, once it is open.</summary>
    public string Id => _id ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>The store must have counted this many appends at least.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>Makes sure, at first use, that the Redis is the right one.</summary>
    /// <exception cref="LogStoreUnusableException">It is another one, has lost data, or must not be used.</exception>
    /// <exception cref="LogStoreUnavailableException">It cannot be reached.</exception>
    public async ValueTask<IDatabase> OpenAsync(CancellationToken cancellationToken)
    {
        health.EnsureReadable();
        try
        {
            var database = await connection.DatabaseAsync(cancellationToken).ConfigureAwait(false);
            if (_id is null)
            {
                await FirstAsync(database, cancellationToken).ConfigureAwait(false);
            }

            return database;
        }
        catch (Exception exception) when (RedisConnection.IsRedis(exception))
        {
            throw RedisConnection.Unavailable(exception);
        }
    }

    /// <summary>
    /// Runs a command that may be repeated or abandoned without harm, and makes sure that the right store has executed it.
    /// </summary>
    /// <exception cref="LogStoreUnavailableException">Redis cannot be reached or refuses to work.</exception>
    /// <exception cref="LogStoreUnusableException">It is another store than before, or has lost data.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var database = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var seen = Seen;
        try
        {
            // Both commands are sent on one connection, in this order, so the check costs no further round trip.
            var result = command(database);
            var store = AskAsync(database);
            await Task.WhenAll(result, store).WaitAsync(cancellationToken).ConfigureAwait(false);
            Check(await store.ConfigureAwait(false), seen);
            return await result.ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisConnection.IsRedis(exception))
        {
            throw RedisConnection.Unavailable(exception);
        }
    }

    /// <summary>
    /// The exception for an append that the store refused, because it is not the store with this identity and number
    /// of appends.
    /// </summary>
    public async Task<LogStoreUnavailableException> LostAsync(IDatabase database, long seen)
    {
        Check(await AskAsync(database).ConfigureAwait(false), seen);
        return new LogStoreUnavailableException($"{_store} came back with less than it had, which its settings accept.");
    }

    /// <summary>Asks the store for its identity and its number of appends, on the same connection as the command sent before.</summary>
    public Task<RedisValue[]> AskAsync(IDatabase database) => database.HashGetAsync(keys.Store, StoreFields, Master);

    /// <summary>Checks an answer to <see cref="AskAsync"/>.</summary>
    /// <param name="answer">The store's answer.</param>
    /// <param name="seen">Number of appends that the store must have counted when it was asked.</param>
    /// <exception cref="LogStoreUnusableException">It is another store than before, or has lost data.</exception>
    public void Check(RedisValue[] answer, long seen)
    {
        var found = Found(answer);
        if (StoreLoss.Of(_store, new StoreMark(Guid.ParseExact(Id, "N"), seen), found) is not { } lost)
        {
            Saw(found!.Value.Position);
            return;
        }

        if (options.AcceptUnsafeSettings && found is { } shorter && shorter.StoreId == Guid.ParseExact(Id, "N"))
        {
            health.Accepted(lost.Message);
            Volatile.Write(ref _seen, shorter.Position);
            return;
        }

        health.Found(lost);
        throw lost;
    }

    /// <summary>Records that data was lost, and returns the exception for it.</summary>
    public LogStoreUnusableException Lost(string what)
    {
        var lost = StoreLoss.Lost(what);
        health.Found(lost);
        return lost;
    }

    /// <summary>The store has confirmed so many appends.</summary>
    public void Saw(long appends)
    {
        for (var seen = Seen; appends > seen;)
        {
            var before = Interlocked.CompareExchange(ref _seen, appends, seen);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }
    }

    /// <summary>Reads the settings of the servers, which decide whether the store may be used.</summary>
    /// <exception cref="LogStoreUnusableException">It must not be used with these settings.</exception>
    public async Task CheckSettingsAsync(CancellationToken cancellationToken)
    {
        var multiplexer = await connection.MultiplexerAsync(cancellationToken).ConfigureAwait(false);
        var settings = await RedisSettings.ReadAsync(multiplexer, cancellationToken).ConfigureAwait(false);
        health.Warn(options.AcceptUnsafeSettings ? [] : settings.Warnings);
        if (settings.Unsafe is { } why)
        {
            var refused = new LogStoreUnusableException(LogStoreFault.Unsafe, why);
            health.Found(refused);
            throw refused;
        }

        health.FoundSafe();
    }

    /// <summary>Writes the mark file.</summary>
    public void Mark()
    {
        var seen = Seen;
        if (_file is not null && _id is { } id && seen != _marked)
        {
            _file.Write(new StoreMark(Guid.ParseExact(id, "N"), seen));
            _marked = seen;
        }
    }

    public void Dispose() => _opening.Dispose();

    private async Task FirstAsync(IDatabase database, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_id is not null)
            {
                return;
            }

            await CheckSettingsAsync(cancellationToken).ConfigureAwait(false);
            var known = ReadMark();
            var found = Found(await AskAsync(database).ConfigureAwait(false));
            var lost = known is { } mark ? StoreLoss.Of(_store, mark, found) : null;
            if (lost is not null && !options.AcceptLoss && !(options.AcceptUnsafeSettings && found?.StoreId == known!.Value.StoreId))
            {
                health.Found(lost);
                throw lost;
            }

            if (lost is not null)
            {
                health.Accepted(lost.Message);
            }

            // Where a loss is accepted, the store gets a new identity: other processes that know the old one must not
            // continue as if nothing had been lost.
            var isNew = found is null || (lost is not null && options.AcceptLoss && found.Value.StoreId == known!.Value.StoreId);
            found = isNew ? await GiveIdentityAsync(database, found).ConfigureAwait(false) : found;
            Volatile.Write(ref _seen, found!.Value.Position);
            _id = found.Value.StoreId.ToString("N");
            _marked = -1;
            WriteFirstMark();
        }
        finally
        {
            _opening.Release();
        }
    }

    private StoreMark? ReadMark()
    {
        try
        {
            return _file?.Read();
        }
        catch (InvalidDataException exception)
        {
            health.Warn([exception.Message]);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var problem = $"Which store belongs here cannot be read from '{_file!.Path}': {exception.Message}";
            throw new LogStoreUnusableException(LogStoreFault.Unsafe, problem, exception);
        }
    }

    private void WriteFirstMark()
    {
        try
        {
            if (_file is not null)
            {
                OwnerOnly.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_file.Path))!);
                Mark();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var problem = $"Which store belongs here cannot be noted in '{_file!.Path}': {exception.Message}";
            throw new LogStoreUnusableException(LogStoreFault.Unsafe, problem, exception);
        }
    }

    private async Task<StoreMark> GiveIdentityAsync(IDatabase database, StoreMark? found)
    {
        var id = Guid.NewGuid().ToString("N");
        await database.ScriptEvaluateAsync(
            RedisScripts.Identify, [keys.Store], [found?.StoreId.ToString("N") ?? "", id], Master).ConfigureAwait(false);

        // Another process may have given it one first.
        var given = Found(await AskAsync(database).ConfigureAwait(false))
            ?? throw new LogStoreUnavailableException($"{_store} was emptied at this moment.");
        health.Created(given.StoreId);
        return given;
    }

    private static StoreMark? Found(RedisValue[] answer) => Guid.TryParseExact(answer[0].ToString(), "N", out var id)
        ? new StoreMark(id, answer[1].IsNull ? 0 : (long)answer[1])
        : null;
}
