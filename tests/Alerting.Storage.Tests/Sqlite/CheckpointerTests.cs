using System.Collections.Concurrent;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Alerting.Storage.Tests.Sqlite;

/// <summary>The write-ahead log is copied into the file while the writer goes on, and begins anew.</summary>
public sealed class CheckpointerTests : IDisposable
{
    private const int PageBytes = 4_096;
    private const int CheckpointPages = 64;
    private const int Writers = 16;
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<Exception> _logged = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.File("logs.db");

    private long LogBytes => new FileInfo(File + "-wal").Length;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_write_ahead_log_stays_short_while_writers_never_pause()
    {
        await using var store = Open();

        // 60 times what the log may hold before it is copied, at the least: it begins anew many times, however late the
        // copying thread has its turn on a machine that is busy.
        var pages = await AppendAsync(store, 0, entries: 240);

        Assert.True(pages >= 60 * CheckpointPages);
        Assert.InRange(LogBytes, 1, pages * PageBytes / 3);
        Assert.Empty(_logged);
        await AssertWholeAsync(store, 240);
    }

    [Fact]
    public async Task A_copy_that_fails_is_told_loses_nothing_and_is_tried_again()
    {
        var options = new SqliteLogStoreOptions { Path = File, CheckpointPages = CheckpointPages };
        await using var store = new SqliteLogStore(options, new Logger(_logged));
        await store.AppendAsync("first", 1, Batch(1), null, Token);

        // The writer has the file open; who copies opens it when there is something to copy.
        options.CheckpointPath = _directory.File("nowhere/logs.db");
        await AppendAsync(store, 0, entries: 20);
        await UntilAsync(() => !_logged.IsEmpty);
        var before = LogBytes;
        options.CheckpointPath = null;

        await AppendAsync(store, 20, entries: 80);

        Assert.InRange(LogBytes, 1, before * 3);
        await AssertWholeAsync(store, 100);
    }

    private static LogBatch Batch(long sequence)
    {
        var payload = new byte[PageBytes];
        payload.AsSpan().Fill((byte)sequence);
        return new LogBatch(Guid.NewGuid(), payload);
    }

    /// <summary>Every writer appends to a log of its own; answers about how many pages that are.</summary>
    private static async Task<long> AppendAsync(SqliteLogStore store, int after, int entries)
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var sequence = after + 1L; sequence <= after + entries; sequence++)
            {
                Assert.Equal(AppendResult.Stored, await store.AppendAsync($"log-{writer}", sequence, Batch(sequence), null, Token));
            }
        }));
        return Writers * entries;
    }

    private static async Task AssertWholeAsync(SqliteLogStore store, int entries)
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            var read = await store.ReadAsync($"log-{writer}", 1, Token).ToListAsync(Token);
            Assert.Equal(
                Enumerable.Range(1, entries).Select(static n => ((long)n, (byte)n)),
                read.Select(static e => (e.Sequence, e.Payload.Span[^1])));
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var most = new CancellationTokenSource(s_most, TimeProvider.System);
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, most.Token);
        }
    }

    private SqliteLogStore Open() => new(new SqliteLogStoreOptions { Path = File, CheckpointPages = CheckpointPages }, new Logger(_logged));

    private sealed class Logger(ConcurrentQueue<Exception> logged) : ILogger<SqliteLogStore>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logged.Enqueue(exception ?? new InvalidOperationException(formatter(state, null)));
    }
}
