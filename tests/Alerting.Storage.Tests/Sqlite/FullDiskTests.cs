using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Alerting.Storage.Tests.Sqlite;

/// <summary>What is known of a store that cannot be written, or is damaged.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogStoreHealth _health = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.File("logs.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_write_that_fails_is_known_until_one_succeeds_and_reads_go_on()
    {
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = File, MaximumPages = 64 }, null, _health);
        await store.AppendAsync("log", 1, Batch(10), null, Token);
        Assert.Null(_health.WriteFailure);

        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 2, Batch(300_000), null, Token));

        Assert.Contains("disk is full", _health.WriteFailure, StringComparison.Ordinal);
        Assert.Throws<LogStoreUnavailableException>(_health.EnsureWritable);
        Assert.Single(await store.ReadAsync("log", 1, Token).ToListAsync(Token));

        // Small writes succeed again: the store finds that out by itself.
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (_health.WriteFailure is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, timeout.Token);
        }

        _health.EnsureWritable();
    }

    [Fact]
    public async Task What_only_the_journal_has_is_read_while_nothing_can_be_written()
    {
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = File }, null, _health);
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            await store.AppendAsync("log", sequence, Batch(sequence), null, Token);
        }

        // Somebody else holds the right to write.
        await using var other =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        await other.OpenAsync(Token);
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Token);
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 4, Batch(4), null, Token));

        Assert.Equal(3, await store.LastSequenceAsync("log", Token));
        Assert.Equal(
            [(1, 1), (2, 2), (3, 3)],
            (await store.ReadAsync("log", 1, Token).ToListAsync(Token)).Select(static e => ((int)e.Sequence, e.Payload.Length)));
        Assert.Equal([3], (await store.ReadAsync("log", 3, Token).ToListAsync(Token)).Select(static e => e.Sequence));
        Assert.Empty(await store.ReadAsync("log", 4, Token).ToListAsync(Token));
        Assert.Empty(await store.ReadAsync("another", 1, Token).ToListAsync(Token));
        Assert.Empty(await store.DueAsync(long.MaxValue, 10, Token));
    }

    [Fact]
    public async Task A_damaged_page_is_called_damage_and_is_never_written_on()
    {
        await using (var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = File }))
        {
            for (var log = 0; log < 50; log++)
            {
                await store.AppendAsync($"log-{log}", 1, Batch(9_000), null, Token);
            }
        }

        Damage();
        await using var damaged = new SqliteLogStore(new SqliteLogStoreOptions { Path = File }, null, _health);

        var failures = new List<Exception?>();
        for (var log = 0; log < 50; log++)
        {
            var name = $"log-{log}";
            failures.Add(await Record.ExceptionAsync(async () => await damaged.ReadAsync(name, 1, Token).ToListAsync(Token)));
        }

        Assert.Contains(failures, static failure => failure is LogStoreUnusableException { Fault: LogStoreFault.Damaged });
        Assert.Contains("from a backup", _health.WriteFailure, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogStoreUnusableException>(() => damaged.AppendAsync("log-0", 2, Batch(10), null, Token));
    }

    /// <summary>Overwrites the inner page of the table of entries.</summary>
    private void Damage()
    {
        using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT rootpage FROM sqlite_master WHERE name = 'entries'";
        var page = (long)command.ExecuteScalar()!;
        connection.Close();
        using var file = System.IO.File.OpenHandle(File, FileMode.Open, FileAccess.Write);
        var noise = new byte[4_096];
        Array.Fill(noise, (byte)0x5A);
        RandomAccess.Write(file, noise, (page - 1) * 4_096);
    }

    private static LogBatch Batch(int length) => new(Guid.NewGuid(), new byte[length]);
}
