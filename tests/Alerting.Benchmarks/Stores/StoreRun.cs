using System.ComponentModel;
using System.Globalization;
using Alerting.Storage.Redis;
using Alerting.Storage.Sqlite;

namespace Alerting.Benchmarks;

/// <summary>Durable appends a second, by writers and size, beside the floor of each: a file that is forced, and Redis alone.</summary>
internal static class StoreRun
{
    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using var file = new FsyncFile(directory.File("floor"));
        await using var sqlite = new SqliteLogStore(new SqliteLogStoreOptions { Path = directory.File("logs.db") });
        using var plain = new PlainSqlite(directory.File("plain.db"));
        await using var redis = await StartRedisAsync(cancellationToken);
        await using var redisStore =
            redis is null ? null : new RedisLogStore(new RedisLogStoreOptions { Configuration = redis.Configuration });
        foreach (var size in new[] { 300, 1 << 10, 16 << 10 })
        {
            var payload = new byte[size];
            new Random(size).NextBytes(payload);
            foreach (var writers in new[] { 1, 8, 64 })
            {
                var floor = new StoreFeed(writers, payload, (_, _, bytes) => file.AppendAsync(bytes));
                var simple = new StoreFeed(
                    writers,
                    payload,
                    (writer, sequence, bytes) => plain.AppendAsync($"{writers}-{payload.Length}-{writer}", sequence, bytes));
                var embedded = StoreFeed.Of(sqlite, "sqlite", writers, payload);
                Rounds.Print(
                    string.Create(CultureInfo.InvariantCulture, $"{writers} writers, {size} B: one file"),
                    "appends/s",
                    await Rounds.MeasureAsync(
                        [
                            new("floor: file, fsync, group commit", t => floor.MeasureAsync(arguments.RoundTime, t)),
                            new("plain inserts into SQLite", t => simple.MeasureAsync(arguments.RoundTime, t)),
                            new("SQLite log store", t => embedded.MeasureAsync(arguments.RoundTime, t)),
                        ],
                        arguments,
                        cancellationToken));
                if (redis is null || redisStore is null)
                {
                    continue;
                }

                var shared = StoreFeed.Of(redisStore, "redis", writers, payload);
                var last = 1_000d;
                Rounds.Print(
                    string.Create(CultureInfo.InvariantCulture, $"{writers} writers, {size} B: Redis, appendfsync always"),
                    "appends/s",
                    await Rounds.MeasureAsync(
                        [
                            // About as many as fit in the time of a round, by what the last one reached.
                            new(
                                "floor: redis-benchmark XADD, pipelined",
                                async t =>
                                    last = await RedisBenchmark.AddAsync(
                                        redis, writers, payload, (int)(last * arguments.RoundTime.TotalSeconds) + writers, t)),
                            new("Redis log store", t => shared.MeasureAsync(arguments.RoundTime, t)),
                        ],
                        arguments,
                        cancellationToken));
            }
        }
    }

    private static async Task<RedisServer?> StartRedisAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RedisServer.StartAsync("redis-server", cancellationToken);
        }
        catch (Win32Exception)
        {
            Console.WriteLine("Redis is not installed and left out (apt-get install -y redis-server).");
            return null;
        }
    }
}
