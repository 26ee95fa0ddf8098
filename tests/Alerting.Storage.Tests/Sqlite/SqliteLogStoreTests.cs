using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Alerting.Storage.Tests.Sqlite;

public sealed class SqliteLogStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.File("logs.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Refuses_to_open_a_file_that_another_store_has_open()
    {
        await using (Open())
        {
            var exception = Assert.Throws<LogStoreUnavailableException>(() => Open());
            Assert.Contains("in use by another process", exception.Message, StringComparison.Ordinal);
            Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        }

        await using var again = Open();
        Assert.Equal(0, await again.LastSequenceAsync("log", Token));
    }

    [Fact]
    public async Task Creates_the_directory_of_its_file()
    {
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = _directory.File("a/b/logs.db") });
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", 1, Batch(1), null, Token));
    }

    [Fact]
    public async Task Refuses_a_file_that_is_no_database_and_lets_go_of_it()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 10_000), Token);

        var exception = Assert.Throws<LogStoreUnusableException>(() => Open());
        Assert.Equal(LogStoreFault.Damaged, exception.Fault);
        Assert.Contains("from a backup", exception.Message, StringComparison.Ordinal);

        System.IO.File.Delete(File);
        await using var store = Open();
    }

    [Fact]
    public async Task Refuses_a_file_of_a_later_version()
    {
        await using (Open())
        {
        }

        await ExecuteAsync("PRAGMA user_version = 3");

        var exception = Assert.Throws<LogStoreUnavailableException>(() => Open());
        Assert.Contains("layout 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_every_caller_when_the_disk_is_full_and_goes_on_when_it_is_not()
    {
        // 64 pages of 4 KiB are the whole disk here.
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = File, MaximumPages = 64 });
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("small", 1, Batch(1), null, Token));

        var full = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
            await Record.ExceptionAsync(() => store.AppendAsync($"large:{number}", 1, Batch(300_000), null, Token))));

        Assert.All(full, exception => Assert.IsType<LogStoreUnavailableException>(exception));
        Assert.Equal(["small"], await store.ListAsync("", Token).ToListAsync(Token));
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("small", 2, Batch(1), null, Token));
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("large:0", 1, Batch(1), null, Token));
    }

    [Fact]
    public async Task Forgets_what_a_failed_group_had_counted()
    {
        await using var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = File, MaximumPages = 64 });

        // One group or several: what is answered as stored must be there, the rest must be free for others.
        var results = await Task.WhenAll(Enumerable.Range(1, 40).Select(async number =>
        {
            try
            {
                return await store.AppendAsync("log", number, Batch(number % 10 == 9 ? 300_000 : 10), null, Token);
            }
            catch (LogStoreUnavailableException)
            {
                return AppendResult.Refused;
            }
        }));

        var last = await store.LastSequenceAsync("log", Token);
        Assert.Equal(results.Count(result => result == AppendResult.Stored), last);
        Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", last + 1, Batch(1), null, Token));
    }

    [Fact]
    public async Task Finishes_what_was_asked_before_it_closes()
    {
        var store = Open();
        var appends = Enumerable.Range(1, 200).Select(number => store.AppendAsync("log", number, Batch(100), null, Token)).ToArray();
        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Stored, result));
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 201, Batch(1), null, Token));
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => store.LastSequenceAsync("log", Token));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Removes_replaced_snapshots_and_those_that_were_never_completed()
    {
        await using (var store = Open())
        {
            await store.SaveSnapshotAsync("log", 1, new byte[3_000_000], Token);
            await store.SaveSnapshotAsync("log", 2, new byte[2_000_000], Token);
            await store.SaveSnapshotAsync("log", 1, new byte[2_000_000], Token);
            await store.SaveSnapshotAsync("gone", 1, new byte[9_000_000], Token);
            await store.RemoveSnapshotAsync("gone", Token);
        }

        Assert.Equal(2, await NumberAsync("SELECT count(*) FROM snapshot_chunks"));
        await ExecuteAsync("INSERT INTO snapshot_chunks VALUES (99, 0, x'00')");
        await using (Open())
        {
        }

        Assert.Equal(2, await NumberAsync("SELECT count(*) FROM snapshot_chunks"));
    }

    [Fact]
    public async Task Forces_each_commit_to_the_disk_and_writes_ahead()
    {
        await using (var store = Open())
        {
            await store.AppendAsync("log", 1, Batch(1), null, Token);
        }

        using var connection = SqliteSchema.OpenWriter(new SqliteLogStoreOptions { Path = File });
        using var synchronous = connection.CreateCommand();
        synchronous.CommandText = "PRAGMA synchronous";
        Assert.Equal(2L, await synchronous.ExecuteScalarAsync(Token));
        Assert.Equal("wal", await TextAsync("PRAGMA journal_mode"));
    }

    private static LogBatch Batch(int length) => new(Guid.NewGuid(), new byte[length]);

    private SqliteLogStore Open() => new(new SqliteLogStoreOptions { Path = File });

    private async Task ExecuteAsync(string sql) => await TextAsync(sql);

    private async Task<long> NumberAsync(string sql) => long.Parse(await TextAsync(sql), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> TextAsync(string sql)
    {
        await using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(Token), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
