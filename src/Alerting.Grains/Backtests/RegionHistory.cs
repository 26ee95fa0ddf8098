using Alerting.Backtests;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Backtests;

/// <summary>The stored reports of one region, in their order.</summary>
internal sealed class RegionHistory : IAsyncDisposable
{
    private const int MaxEntries = 256;

    private readonly ILogStore _store;
    private readonly string _log;
    private readonly HistoryClock _clock;
    private readonly CancellationToken _cancellationToken;
    private readonly Queue<ReadOnlyMemory<byte>> _entries = new();
    private IAsyncEnumerator<LogEntry>? _reading;
    private IReadOnlyList<RegionStep> _steps = [];
    private int _step = -1;
    private bool _atEnd;

    public RegionHistory(string code, ILogStore store, string log, HistoryClock clock, CancellationToken cancellationToken)
    {
        (Code, _store, _log, _clock, _cancellationToken) = (code, store, log, clock, cancellationToken);
    }

    public string Code { get; }

    /// <summary>No report follows.</summary>
    public bool Ended => _atEnd && _entries.Count == 0;

    /// <summary>The report that was moved to.</summary>
    public StoredReport Report { get; private set; }

    /// <summary>Fetches the next entries of the log.</summary>
    public async ValueTask ReadOnAsync()
    {
        _reading ??= Read(1);
        while (!_atEnd && _entries.Count < MaxEntries)
        {
            try
            {
                _atEnd = !await _reading.MoveNextAsync();
            }
            catch (LogTrimmedException trimmed)
            {
                // The entries before were removed by retention: the history begins with the first that is left.
                await _reading.DisposeAsync();
                _reading = Read(trimmed.First);
                continue;
            }

            if (!_atEnd)
            {
                _entries.Enqueue(_reading.Current.Content());
            }
        }
    }

    /// <summary>Goes to the next report; false when there is none among the entries fetched.</summary>
    public bool TryMove()
    {
        while (true)
        {
            while (++_step < _steps.Count)
            {
                var (recordedAt, input) = _steps[_step];
                if (input is ReportInput or PlacesInput or JoinInput or PartInput
                    || (input is OutageInput && _clock == HistoryClock.Recorded))
                {
                    // By event time it is known of what is settled by hand only what it comes before and after.
                    var now = _clock == HistoryClock.Recorded ? recordedAt
                        : input is ReportInput told ? Math.Max(Report.Now, told.Report.OccurredAt.UtcTicks)
                        : Report.Now;
                    Report = new StoredReport(Code, input, now, recordedAt);
                    return true;
                }
            }

            (_steps, _step) = ([], -1);
            if (!_entries.TryDequeue(out var payload))
            {
                return false;
            }

            _steps = RegionLogReader.Read(payload).Steps;
        }
    }

    public ValueTask DisposeAsync() => _reading?.DisposeAsync() ?? ValueTask.CompletedTask;

    private IAsyncEnumerator<LogEntry> Read(long sequence) =>
        _store.ReadAsync(_log, sequence, _cancellationToken).GetAsyncEnumerator(_cancellationToken);
}
