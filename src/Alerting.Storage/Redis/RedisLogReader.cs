using System.Runtime.CompilerServices;
using Alerting.Storage.Logs;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>Reads logs and their names, page by page.</summary>
internal sealed class RedisLogReader(RedisGuard guard, RedisKeys keys)
{
    private const CommandFlags Master = CommandFlags.DemandMaster;
    private const int PageNames = 1_000;

    /// <summary>The entries of a log, page by page.</summary>
    /// <exception cref="LogTrimmedException">Entries from there on were trimmed away.</exception>
    /// <exception cref="LogStoreUnusableException">The log ends before an entry that it is known to have
    /// had.</exception>
    public async IAsyncEnumerable<LogEntry> EntriesAsync(
        string log, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = keys.Log(log);
        var size = new PageSize();
        while (true)
        {
            var from = RedisEntry.Id(fromSequence);
            var count = size.Entries;
            var (last, page) = await guard.RunAsync(
                async database =>
                {
                    var before = database.HashGetAsync(keys.Last, log, Master);
                    var entries = await database.StreamRangeAsync(key, from, null, count, flags: Master).ConfigureAwait(false);
                    return (await before.ConfigureAwait(false), entries);
                },
                cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                var sequence = RedisEntry.Sequence(entry);
                if (sequence != fromSequence)
                {
                    throw new LogTrimmedException(log, fromSequence, sequence);
                }

                var payload = RedisEntry.Field(entry, RedisScripts.PayloadField);
                size.Count(payload.Length);
                var batchId = new Guid(RedisEntry.Field(entry, RedisScripts.BatchField).Span, bigEndian: true);
                yield return new LogEntry(sequence, batchId, payload);
                fromSequence++;
            }

            if (page.Length < count)
            {
                // Entries are missing although they were not trimmed: the server has removed the key.
                if (!last.IsNull && (long)last >= fromSequence)
                {
                    throw guard.Lost($"Log '{log}' in Redis ends at {fromSequence - 1} but held {last}.");
                }

                yield break;
            }
        }
    }

    /// <summary>Names of logs, in ordinal order.</summary>
    public async IAsyncEnumerable<string> NamesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in NamePagesAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            foreach (var name in page)
            {
                yield return name.ToString();
            }
        }
    }

    /// <summary>Last sequences of logs, in ordinal order of their names.</summary>
    public async IAsyncEnumerable<LogHead> HeadsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in NamePagesAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            var last = await guard.RunAsync(database => database.HashGetAsync(keys.Last, page, Master), cancellationToken)
                .ConfigureAwait(false);
            for (var i = 0; i < page.Length; i++)
            {
                yield return new LogHead(page[i].ToString(), (long)last[i]);
            }
        }
    }

    private async IAsyncEnumerable<RedisValue[]> NamePagesAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = prefix;
        var exclude = Exclude.Stop;
        while (true)
        {
            var (first, bounds) = (from, exclude);
            var page = await guard.RunAsync(
                database => database.SortedSetRangeByValueAsync(
                    keys.Names, first, prefix + LogArguments.End, bounds, take: PageNames, flags: Master),
                cancellationToken).ConfigureAwait(false);
            if (page.Length > 0)
            {
                yield return page;
            }

            if (page.Length < PageNames)
            {
                yield break;
            }

            (from, exclude) = (page[^1].ToString(), Exclude.Both);
        }
    }
}
