using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Once a second: notes how far the store is, looks after its files when nobody writes, and when writing fails tries
/// whether it still does.
/// </summary>
internal sealed partial class SqliteKeeper : IAsyncDisposable
{
    /// <summary>A few pages: that one fits says little about those to come.</summary>
    private const int ProbeBytes = 64 << 10;

    /// <summary>No snapshot has it; what is left of a probe is removed when the store opens.</summary>
    private const long ProbeSnapshotId = 0;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly GroupCommitWriter _writer;
    private readonly LogStoreHealth _health;
    private readonly ILogger _logger;
    private readonly Guid _storeId;
    private readonly StoreMarkFile _file;
    private readonly PeriodicTimer _timer;
    private readonly Task _running;
    private long _marked;
    private int _probes;
    private bool _markFailed;

    public SqliteKeeper(
        SqliteLogStoreOptions options, StoreMark opened, GroupCommitWriter writer, LogStoreHealth health, ILogger logger, TimeProvider clock)
    {
        (_writer, _health, _logger) = (writer, health, logger);
        (_storeId, _marked) = (opened.StoreId, opened.Position);
        _file = new StoreMarkFile(options.MarkPath);
        _timer = new PeriodicTimer(Every, clock);
        _running = RunAsync();
    }

    /// <summary>Ends the rounds. To be called before the writer is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running.ConfigureAwait(false);
    }

    /// <summary>Notes how far the store is now.</summary>
    public void Mark()
    {
        var position = _writer.Committed;
        if (position <= _marked)
        {
            return;
        }

        try
        {
            _file.Write(new StoreMark(_storeId, position));
            _marked = position;
            _markFailed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It lags behind then, which costs no more than that a loss may not be noticed at the next start.
            if (!_markFailed)
            {
                _markFailed = true;
                LogNotMarked(_file.Path, exception.Message);
            }
        }
    }

    private async Task RunAsync()
    {
        var last = _writer.Committed;
        while (await _timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            if (_health.Unusable is not null)
            {
                continue;
            }

            var failing = _health.WriteFailure is not null;
            if (failing || last == _writer.Committed)
            {
                await TryAsync(failing).ConfigureAwait(false);
            }

            last = _writer.Committed;
            Mark();
        }
    }

    private async Task TryAsync(bool failing)
    {
        try
        {
            if (failing)
            {
                var probe = new WriteChunkOperation(ProbeSnapshotId, _probes++, new byte[ProbeBytes]);
                await _writer.WriteAsync(probe, CancellationToken.None).ConfigureAwait(false);
                await _writer.WriteAsync(new RemoveChunksOperation(ProbeSnapshotId), CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                await _writer.WriteAsync(new LookAfterFilesOperation(), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (LogStoreUnavailableException)
        {
            // The writer has told the store's health; the next round tries again.
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "How far the log store is could not be noted in {Path}: {Problem}")]
    private partial void LogNotMarked(string path, string problem);
}
