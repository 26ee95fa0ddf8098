using System.Buffers.Binary;
using System.Collections.Concurrent;
using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Alerting.Storage.Tests.Sqlite;

/// <summary>The write-ahead log is copied into the file while the writer goes on, and begins anew.</summary>
public sealed class CheckpointerTests : IDisposable
{
    private const int EntryBytes = 4_096;
    private const int CheckpointPages = 64;
    private const int Writers = 16;
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<Exception> _logged = new();
    private long _appended;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.File("logs.db");

    private long LogBytes => new FileInfo(File + "-wal").Length;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_write_ahead_log_stays_short_while_writers_never_pause()
    {
        await using var store = Open();
        using var enough = new CancellationTokenSource();
        await store.AppendAsync("first", 1, Batch(1), null, Token);
        var before = TimesBegun();

        var writing = AppendAsync(store, Enumerable.Repeat(0, Writers), enough.Token);
        await UntilAsync(() =>
            TimesBegun() >= before + 3
            && Volatile.Read(ref _appended) is var pages and >= 60 * CheckpointPages
            && LogBytes <= pages * EntryBytes / 3);
        await enough.CancelAsync();

        await AssertWholeAsync(store, await writing);
        Assert.Empty(_logged);
    }

    [Fact]
    public async Task A_copy_that_fails_is_told_loses_nothing_and_is_tried_again()
    {
        var options = new SqliteLogStoreOptions { Path = File, CheckpointPages = CheckpointPages };
        await using var store = new SqliteLogStore(options, new Logger(_logged));
        using var enough = new CancellationTokenSource();
        await store.AppendAsync("first", 1, Batch(1), null, Token);
        var before = TimesBegun();

        // The writer has the file open; who copies opens it when there is something to copy.
        options.CheckpointPath = _directory.File("nowhere/logs.db");
        using var failed = new CancellationTokenSource();
        var writing = AppendAsync(store, Enumerable.Repeat(0, Writers), failed.Token);
        await UntilAsync(() => !_logged.IsEmpty);
        await failed.CancelAsync();
        var written = await writing;
        Assert.Equal(before, TimesBegun());
        options.CheckpointPath = null;

        writing = AppendAsync(store, written, enough.Token);
        await UntilAsync(() => TimesBegun() > before);
        await enough.CancelAsync();

        await AssertWholeAsync(store, await writing);
    }

    private static LogBatch Batch(long sequence)
    {
        var payload = new byte[EntryBytes];
        payload.AsSpan().Fill((byte)sequence);
        return new LogBatch(Guid.NewGuid(), payload);
    }

    /// <summary>Every writer appends to a log of its own until it is enough; answers with the last sequences.</summary>
    private Task<int[]> AppendAsync(SqliteLogStore store, IEnumerable<int> after, CancellationToken enough) =>
        Task.WhenAll(after.Select((last, writer) => Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    last++;
                    Assert.Equal(AppendResult.Stored, await store.AppendAsync($"log-{writer}", last, Batch(last), null, Token));
                    Interlocked.Increment(ref _appended);
                }

                return last;
            },
            Token)));

    private static async Task AssertWholeAsync(SqliteLogStore store, int[] last)
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            var read = await store.ReadAsync($"log-{writer}", 1, Token).ToListAsync(Token);
            Assert.Equal(
                Enumerable.Range(1, last[writer]).Select(static n => ((long)n, (byte)n)),
                read.Select(static e => (e.Sequence, e.Payload.Span[^1])));
        }
    }

    /// <summary>
    /// How often the write-ahead log has begun anew: the checkpoint sequence number in its header
    /// (https://www.sqlite.org/fileformat.html, section 4.1, WAL File Format).
    /// </summary>
    private uint TimesBegun()
    {
        using var log = new FileStream(File + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> header = stackalloc byte[32];
        log.ReadExactly(header);
        return BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
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
