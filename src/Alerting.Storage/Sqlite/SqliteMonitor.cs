using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Once a second: writes the mark file, checks the store's files when nothing is written, and while writing fails
/// tries whether it works again.
/// </summary>
internal sealed partial class SqliteMonitor : IAsyncDisposable
{
    /// <summary>Size of a trial write. A few pages would fit more easily than what follows.</summary>
    private const int ProbeBytes = 64 << 10;

    /// <summary>An id that no snapshot has. What is left of a trial write is removed when the store is opened.</summary>
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

    public SqliteMonitor(
        SqliteLogStoreOptions options, StoreMark opened, GroupCommitWriter writer, LogStoreHealth health, ILogger logger,
        TimeProvider clock)
    {
        (_writer, _health, _logger) = (writer, health, logger);
        (_storeId, _marked) = (opened.StoreId, opened.Position);
        _file = new StoreMarkFile(options.MarkPath);
        _timer = new PeriodicTimer(Every, clock);
        _running = RunAsync();
    }

    /// <summary>Stops the checks. To be called before the writer is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running.ConfigureAwait(false);
    }

    /// <summary>Writes the mark file.</summary>
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
            // The file is merely behind then: at worst a loss is not noticed at the next start.
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
            // The writer has reported the failure to the health; the next round tries again.
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "How far the log store is could not be noted in {Path}: {Problem}")]
    private partial void LogNotMarked(string path, string problem);
}
