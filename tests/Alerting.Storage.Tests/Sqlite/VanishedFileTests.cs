using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;

namespace Alerting.Storage.Tests.Sqlite;

/// <summary>
/// A file that vanishes, shrinks or is another one is neither read nor written, while it is in use and at the next start.
/// </summary>
public sealed class VanishedFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogStoreHealth _health = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.File("logs.db");

    private string Mark => File + ".mark";

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task What_is_written_after_a_file_was_removed_is_not_answered_as_stored(string which)
    {
        await using var store = Open();
        await FillAsync(store, 1, 10);

        System.IO.File.Delete(File + which);

        await LostAsync(() => store.AppendAsync("log", 11, Batch(), null, Token));
        await LostAsync(() => store.LastSequenceAsync("log", Token));
        await LostAsync(() => store.AppendAsync("log", 12, Batch(), null, Token));
        Assert.True(_health.IsLost);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task What_is_written_after_a_file_was_emptied_is_not_answered_as_stored(string which)
    {
        await using var store = Open();
        await FillAsync(store, 1, 10);

        await System.IO.File.WriteAllBytesAsync(File + which, [], Token);

        await Assert.ThrowsAnyAsync<LogStoreUnavailableException>(() => store.AppendAsync("log", 11, Batch(), null, Token));
        await UntilAsync(() => _health.Unusable is not null);
    }

    [Fact]
    public async Task A_file_that_takes_the_place_of_the_one_in_use_is_not_written_and_not_read()
    {
        await using (var other = new SqliteLogStore(new SqliteLogStoreOptions { Path = _directory.File("other.db") }))
        {
            await FillAsync(other, 1, 20);
        }

        await using var store = Open();
        await FillAsync(store, 1, 10);

        System.IO.File.Move(_directory.File("other.db"), File, overwrite: true);

        // This is the first read: its connection opens the file that is there now.
        await LostAsync(() => store.ReadSnapshotAsync("log", Token));
        await LostAsync(() => store.AppendAsync("log", 11, Batch(), null, Token));
    }

    [Fact]
    public async Task It_is_noticed_when_nobody_writes()
    {
        await using var store = Open();
        await FillAsync(store, 1, 1);

        System.IO.File.Delete(File);

        await UntilAsync(() => _health.IsLost);
        Assert.Contains("was removed or replaced", _health.WriteFailure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_vanished_while_it_was_closed_is_not_begun_anew(bool removed)
    {
        await CloseWithAsync(10);
        if (removed)
        {
            System.IO.File.Delete(File);
        }
        else
        {
            await System.IO.File.WriteAllBytesAsync(File, [], Token);
        }

        var lost = Assert.Throws<LogStoreUnusableException>(() => Open());

        Assert.Equal(LogStoreFault.Lost, lost.Fault);
        Assert.Contains("--accept-loss", lost.Message, StringComparison.Ordinal);
        Assert.Equal(removed, !System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Another_store_in_its_place_is_not_taken_for_it()
    {
        await CloseWithAsync(1);
        await using (var other = new SqliteLogStore(new SqliteLogStoreOptions { Path = _directory.File("other.db") }))
        {
            await FillAsync(other, 1, 10);
        }

        System.IO.File.Move(_directory.File("other.db"), File, overwrite: true);

        Assert.Contains("is another one", Assert.Throws<LogStoreUnusableException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_ahead_log_that_was_removed_after_a_crash_is_missed()
    {
        var crashed = _directory.File("crashed.db");
        var cut = _directory.File("cut.db");
        await using (var store = Open())
        {
            await FillAsync(store, 1, 50);
            var first = await System.IO.File.ReadAllTextAsync(Mark, Token);
            await UntilAsync(() => System.IO.File.ReadAllText(Mark) != first);

            // As a process leaves them that is killed: what was appended is in the write-ahead log alone.
            foreach (var copy in new[] { crashed, cut })
            {
                System.IO.File.Copy(File, copy);
                System.IO.File.Copy(Mark, copy + ".mark");
            }

            System.IO.File.Copy(File + "-wal", crashed + "-wal");
        }

        await using (var whole = new SqliteLogStore(new SqliteLogStoreOptions { Path = crashed }))
        {
            Assert.Equal(50, await whole.LastSequenceAsync("log", Token));
        }

        Assert.Contains(
            "what came last is gone", Assert.Throws<LogStoreUnusableException>(() => Open(cut)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_loss_makes_another_store_of_it_that_opens_again()
    {
        await CloseWithAsync(10);
        var before = await System.IO.File.ReadAllTextAsync(Mark, Token);
        System.IO.File.Delete(File);

        await using (var store = new SqliteLogStore(new SqliteLogStoreOptions { Path = File, AcceptLoss = true }))
        {
            Assert.Equal(0, await store.LastSequenceAsync("log", Token));
            await FillAsync(store, 1, 1);
        }

        Assert.NotEqual(before[..40], (await System.IO.File.ReadAllTextAsync(Mark, Token))[..40]);
        await using var again = Open();
        Assert.Equal(1, await again.LastSequenceAsync("log", Token));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20_000)]
    public async Task The_mark_grows_with_every_append_and_over_restarts(int bytes)
    {
        var positions = new List<string>();
        for (var start = 0; start < 3; start++)
        {
            await using (var store = Open())
            {
                await store.AppendAsync("log", start + 1, new LogBatch(Guid.NewGuid(), new byte[bytes]), null, Token);
                _ = await store.ReadAsync("log", 1, Token).ToListAsync(Token);
            }

            positions.Add(await System.IO.File.ReadAllTextAsync(Mark, Token));
        }

        Assert.Equal(positions.Order(StringComparer.Ordinal).Distinct(), positions);
    }

    [Fact]
    public async Task A_mark_that_cannot_be_read_does_not_keep_a_whole_store_from_opening()
    {
        await CloseWithAsync(5);
        await System.IO.File.WriteAllBytesAsync(Mark, [], Token);

        await using (var store = Open())
        {
            Assert.Equal(5, await store.LastSequenceAsync("log", Token));
        }

        await System.IO.File.WriteAllBytesAsync(Mark, [], Token);
        System.IO.File.Delete(File);
        Assert.Throws<LogStoreUnusableException>(() => Open());
    }

    [Fact]
    public async Task Nobody_but_the_owner_can_read_the_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await CloseWithAsync(1);
        const UnixFileMode Open0644 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        System.IO.File.SetUnixFileMode(File, Open0644);

        await using var store = Open();
        await FillAsync(store, 2, 2);

        foreach (var path in Directory.GetFiles(_directory.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(path));
        }

        Assert.Contains(Directory.GetFiles(_directory.Path), static path => path.EndsWith("-wal", StringComparison.Ordinal));
    }

    private static async Task LostAsync(Func<Task> call) =>
        Assert.Equal(LogStoreFault.Lost, (await Assert.ThrowsAsync<LogStoreUnusableException>(call)).Fault);

    private static async Task FillAsync(SqliteLogStore store, int from, int to)
    {
        for (var sequence = from; sequence <= to; sequence++)
        {
            Assert.Equal(AppendResult.Stored, await store.AppendAsync("log", sequence, Batch(), null, Token));
        }
    }

    private static LogBatch Batch() => new(Guid.NewGuid(), new byte[100]);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, timeout.Token);
        }
    }

    private async Task CloseWithAsync(int entries)
    {
        await using var store = Open();
        await FillAsync(store, 1, entries);
    }

    private SqliteLogStore Open(string? path = null) => new(new SqliteLogStoreOptions { Path = path ?? File }, null, _health);
}
