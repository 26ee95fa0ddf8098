using System.Globalization;
using System.Runtime.CompilerServices;
using Alerting.Storage.Logs;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>
/// Snapshots are hashes of chunks. A new one is written under a key that expires, chunk by chunk so that appends on
/// the same connection are not delayed, and replaces the previous one in a single step when it is complete.
/// </summary>
internal sealed class RedisSnapshots(RedisGuard guard, RedisKeys keys)
{
    private const int ChunkBytes = 1 << 20;
    private const int PageNames = 1_000;
    private const int PageStates = 250;
    private const CommandFlags Master = CommandFlags.DemandMaster;

    private static readonly RedisValue Id = "id";
    private static readonly RedisValue Sequence = "sequence";
    private static readonly RedisValue Length = "length";

    /// <summary>How long the chunks of a snapshot that was never completed occupy memory.</summary>
    private static readonly TimeSpan PartLife = TimeSpan.FromMinutes(10);

    public async Task SaveAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var stored = await guard.RunAsync(database => database.HashGetAsync(keys.Snapshot(log), Sequence, Master), cancellationToken)
            .ConfigureAwait(false);
        if (!stored.IsNull && (long)stored > sequence)
        {
            return;
        }

        var id = Guid.NewGuid();
        var part = keys.Part(id);
        HashEntry[] head = [new(Id, id.ToByteArray()), new(Sequence, sequence), new(Length, state.Length)];
        await WriteAsync(part, head).ConfigureAwait(false);
        var fields = head.Length;
        for (var start = 0; start < state.Length; start += ChunkBytes, fields++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = state.Slice(start, Math.Min(ChunkBytes, state.Length - start));
            await WriteAsync(part, [new(Field(start), chunk)]).ConfigureAwait(false);
        }

        await guard.RunAsync(
            database => database.ScriptEvaluateAsync(
                RedisScripts.AdoptSnapshot,
                [part, keys.Snapshot(log), keys.Store, keys.Snapshots],
                [sequence, fields, guard.Id, log],
                Master),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<LogSnapshot?> ReadAsync(string log, CancellationToken cancellationToken)
    {
        var key = keys.Snapshot(log);
        while (true)
        {
            var head = await guard.RunAsync(database => database.HashGetAsync(key, [Id, Sequence, Length], Master), cancellationToken)
                .ConfigureAwait(false);
            if (head[0].IsNull)
            {
                return null;
            }

            if (await ReadChunksAsync(key, head[0], (int)head[2], cancellationToken).ConfigureAwait(false) is { } state)
            {
                return new LogSnapshot((long)head[1], state);
            }
        }
    }

    /// <summary>In one transaction, so that no snapshot is left without a name.</summary>
    public Task RemoveAsync(string log, CancellationToken cancellationToken) => guard.RunAsync(
        database =>
        {
            var transaction = database.CreateTransaction();
            _ = transaction.KeyDeleteAsync(keys.Snapshot(log), Master);
            _ = transaction.SortedSetRemoveAsync(keys.Snapshots, log, Master);
            return transaction.ExecuteAsync(Master);
        },
        cancellationToken);

    public async IAsyncEnumerable<SnapshotName> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = prefix;
        var exclude = Exclude.Stop;
        while (true)
        {
            var (first, bounds) = (from, exclude);
            var names = await guard.RunAsync(
                database => database.SortedSetRangeByValueAsync(
                    keys.Snapshots, first, prefix + LogArguments.End, bounds, take: PageNames, flags: Master),
                cancellationToken).ConfigureAwait(false);
            var sequences = await guard.RunAsync(
                database => Task.WhenAll(names.Select(name => database.HashGetAsync(keys.Snapshot(name.ToString()), Sequence, Master))),
                cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < names.Length; i++)
            {
                // A name whose snapshot was removed by a version of the product that knows no such names has none.
                if (!sequences[i].IsNull)
                {
                    yield return new SnapshotName(names[i].ToString(), (long)sequences[i]);
                }
            }

            if (names.Length < PageNames)
            {
                yield break;
            }

            (from, exclude) = (names[^1].ToString(), Exclude.Both);
        }
    }

    public async IAsyncEnumerable<NamedSnapshot> ReadAllAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A page of them is asked for at a time, which takes little more than the time of one.
        await foreach (var page in ListAsync(prefix, cancellationToken).Chunk(PageStates).ConfigureAwait(false))
        {
            var states = await Task.WhenAll(page.Select(name => ReadAsync(name.Log, cancellationToken))).ConfigureAwait(false);
            for (var i = 0; i < page.Length; i++)
            {
                if (states[i] is { } state)
                {
                    yield return new NamedSnapshot(page[i].Log, state);
                }
            }
        }
    }

    /// <returns>Null when another snapshot has replaced this one meanwhile.</returns>
    private async Task<byte[]?> ReadChunksAsync(RedisKey key, RedisValue id, int length, CancellationToken cancellationToken)
    {
        var state = new byte[length];
        for (var start = 0; start < length; start += ChunkBytes)
        {
            var field = Field(start);
            var chunk = await guard.RunAsync(database => database.HashGetAsync(key, [Id, field], Master), cancellationToken)
                .ConfigureAwait(false);
            if (chunk[0] != id)
            {
                return null;
            }

            ((byte[])chunk[1]!).CopyTo(state.AsSpan(start));
        }

        return state;
    }

    /// <summary>
    /// Writes fields and sets their expiry in one transaction, so that no key is left that never expires. Waits for
    /// the answer, for the reason given at <see cref="RedisLogStore.AppendAsync"/>.
    /// </summary>
    private Task<bool> WriteAsync(RedisKey part, HashEntry[] fields) => guard.RunAsync(
        database =>
        {
            var transaction = database.CreateTransaction();
            _ = transaction.HashSetAsync(part, fields, Master);
            _ = transaction.KeyExpireAsync(part, PartLife, Master);
            return transaction.ExecuteAsync(Master);
        },
        CancellationToken.None);

    private static RedisValue Field(int start) => (start / ChunkBytes).ToString(CultureInfo.InvariantCulture);
}
