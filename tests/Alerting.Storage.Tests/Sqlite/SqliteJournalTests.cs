using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Alerting.Storage.Tests.Sqlite;

/// <summary>Entries lie in the journal first; nobody who reads, restarts or trims may notice.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.File("logs.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_few_bytes_of_many_logs_wait_in_the_journal_and_are_there_for_readers_and_after_a_restart()
    {
        await using (var store = Open())
        {
            await AppendAsync(store, logs: 50, entries: 3, bytes: 100);
            Assert.Equal(0, await NumberAsync("SELECT count(*) FROM entries"));

            Assert.Equal([1, 2, 3], (await store.ReadAsync("log-7", 1, Token).ToListAsync(Token)).Select(static e => e.Sequence));
            Assert.Equal(3, await NumberAsync("SELECT count(*) FROM entries"));
            Assert.Equal(3, await store.LastSequenceAsync("log-8", Token));
        }

        await using var again = Open();
        for (var log = 0; log < 50; log++)
        {
            Assert.Equal(
                [1, 2, 3],
                (await again.ReadAsync($"log-{log}", 1, Token).ToListAsync(Token)).Select(static e => (int)e.Payload.Span[0]));
        }

        Assert.Equal(AppendResult.Refused, await again.AppendAsync("log-7", 3, Batch(3, 10), null, Token));
        Assert.Equal(AppendResult.Stored, await again.AppendAsync("log-7", 4, Batch(4, 10), null, Token));
    }

    [Fact]
    public async Task A_batch_that_waits_in_the_journal_is_known_again()
    {
        var batch = Batch(1, 100);
        await using (var store = Open())
        {
            Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 1, batch, null, Token));
            Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 2, Batch(2, 100), null, Token));
            Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 1, batch, null, Token));
            Assert.Equal(AppendResult.Refused, await store.AppendAsync("log", 1, Batch(1, 100), null, Token));
        }

        await using var again = Open();
        Assert.Equal(AppendResult.Stored, await again.AppendAsync("log", 1, batch, null, Token));
        Assert.Equal(2, await again.LastSequenceAsync("log", Token));
    }

    [Fact]
    public async Task Some_pages_of_one_log_move_and_a_large_entry_never_waits()
    {
        await using var store = Open();
        await AppendAsync(store, logs: 1, entries: 100, bytes: 400);
        Assert.True(await NumberAsync("SELECT count(*) FROM entries") >= 40);

        await store.AppendAsync("large", 1, Batch(1, 100), null, Token);
        await store.AppendAsync("large", 2, Batch(2, 10_000), null, Token);
        Assert.Equal(
            2, await NumberAsync("SELECT count(*) FROM entries WHERE position >> 41 = (SELECT id FROM logs WHERE name = 'large')"));
    }

    [Fact]
    public async Task The_journal_stays_short_however_many_logs_have_little_in_it()
    {
        await using (var store = Open())
        {
            await AppendAsync(store, logs: 3_000, entries: 4, bytes: 1_000);
            Assert.InRange(await NumberAsync("SELECT sum(length(content)) FROM journal"), 1, 9 << 20);
        }

        await using var again = Open();
        foreach (var log in new[] { 0, 1_500, 2_999 })
        {
            Assert.Equal(4, (await again.ReadAsync($"log-{log}", 1, Token).ToListAsync(Token)).Count);
        }
    }

    [Fact]
    public async Task The_last_word_on_when_to_wake_holds_also_after_a_restart()
    {
        await using (var store = Open())
        {
            await store.AppendAsync("sleeps", 1, Batch(1, 10), 100, Token);
            await store.AppendAsync("wakes", 1, Batch(1, 10), 100, Token);
            Assert.Equal(["sleeps", "wakes"], (await store.DueAsync(1_000, 10, Token)).Select(static d => d.Log));
            await store.SetWakeAsync("sleeps", 1, null, Token);
            await store.AppendAsync("wakes", 2, Batch(2, 9_000), 200, Token);
        }

        await using var again = Open();
        Assert.Equal([new DueLog("wakes", 200)], await again.DueAsync(1_000, 10, Token));
    }

    [Fact]
    public async Task What_is_trimmed_does_not_come_back_out_of_the_journal()
    {
        await using (var store = Open())
        {
            await AppendAsync(store, logs: 1, entries: 10, bytes: 100);
            await store.TrimAsync("log-0", 8, Token);
        }

        await using var again = Open();
        Assert.Equal([8, 9, 10], (await again.ReadAsync("log-0", 8, Token).ToListAsync(Token)).Select(static e => e.Sequence));
        await Assert.ThrowsAsync<LogTrimmedException>(async () => await again.ReadAsync("log-0", 1, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_file_without_a_journal_is_taken_over()
    {
        await using (var store = Open())
        {
            await store.AppendAsync("log", 1, Batch(1, 10_000), null, Token);
        }

        // Such a file had no identity either, and no mark beside it.
        await ExecuteAsync("DROP TABLE journal; DROP TABLE store; PRAGMA user_version = 1");
        System.IO.File.Delete(File + ".mark");
        await using var again = Open();
        Assert.Equal(AppendResult.Stored, await again.AppendAsync("log", 2, Batch(2, 10), null, Token));
        Assert.Equal(2, (await again.ReadAsync("log", 1, Token).ToListAsync(Token)).Count);
    }

    private static async Task AppendAsync(SqliteLogStore store, int logs, int entries, int bytes)
    {
        await Parallel.ForAsync(0, logs, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Token }, async (log, token) =>
        {
            for (var sequence = 1; sequence <= entries; sequence++)
            {
                Assert.Equal(
                    AppendResult.Stored, await store.AppendAsync($"log-{log}", sequence, Batch((byte)sequence, bytes), null, token));
            }
        });
    }

    private static LogBatch Batch(byte first, int length)
    {
        var payload = new byte[length];
        payload[0] = first;
        return new LogBatch(Guid.NewGuid(), payload);
    }

    private SqliteLogStore Open() => new(new SqliteLogStoreOptions { Path = File });

    private async Task<long> NumberAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }
}
