using Alerting.Backtests;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Backtests;

/// <summary>The stored steps of one region, in their order, up to an instant.</summary>
internal sealed class RegionHistory(
    string code, ILogStore store, string log, HistoryClock clock, long? to, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int MaxEntries = 256;

    private readonly Queue<LogEntry> _entries = new();
    private IAsyncEnumerator<LogEntry>? _reading;

    /// <summary>The log has no more entries than were fetched.</summary>
    private bool _atEnd;

    /// <summary>The entry whose steps are being taken.</summary>
    private long _sequence;
    private IReadOnlyList<RegionStep> _steps = [];
    private int _step = -1;
    private bool _begun;
    private bool _endTold;
    private long _now;

    public string Code => code;

    /// <summary>No step follows, or none up to the instant.</summary>
    public bool Ended { get; private set; }

    /// <summary>The step that was moved to; null where the next entries have to be fetched first, and at the end.</summary>
    public HistoryStep? Step { get; private set; }

    private bool IsAsRecorded => clock == HistoryClock.Recorded;

    /// <summary>Whether all steps of the entries up to one have been taken.</summary>
    public bool HasPassed(long sequence) => Ended || Step?.Sequence > sequence;

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
                _entries.Enqueue(_reading.Current);
            }
        }
    }

    /// <summary>Goes to the next step; false when there is none among the entries fetched.</summary>
    public bool TryMove()
    {
        Step = Ended ? null : Next();
        if (Step?.Now > to)
        {
            (Step, Ended) = (null, true);
        }

        _now = Step?.Now ?? _now;
        return Step is not null;
    }

    public ValueTask DisposeAsync() => _reading?.DisposeAsync() ?? ValueTask.CompletedTask;

    private HistoryStep? Next()
    {
        while (true)
        {
            while (++_step < _steps.Count)
            {
                if (Of(_steps[_step]) is { } next)
                {
                    return next;
                }
            }

            (_steps, _step) = ([], -1);
            if (_entries.TryDequeue(out var entry))
            {
                (_sequence, _steps) = (entry.Sequence, RegionLogReader.Read(entry.Content()).Steps);
                if (!_begun)
                {
                    _begun = true;
                    if (IsAsRecorded)
                    {
                        // What regions below did before a log begins that was trimmed is not in it.
                        return Mark(HistoryMark.LogBegins, _sequence, _sequence > 1 ? _steps[0].Now : 0);
                    }
                }
            }
            else if (_atEnd && _begun && IsAsRecorded && !_endTold)
            {
                _endTold = true;
                return Mark(HistoryMark.LogEnds, long.MaxValue, _now);
            }
            else
            {
                Ended = _atEnd;
                return null;
            }
        }
    }

    private HistoryStep Mark(HistoryMark mark, long sequence, long now) => new(code, mark, sequence, null, now, now, now);

    private HistoryStep? Of(RegionStep step)
    {
        var (recordedAt, input) = step;
        if (!IsAsRecorded)
        {
            // By event time it is known of what is settled by hand only what it comes before and after.
            return input is ReportInput or PlacesInput or JoinInput or PartInput
                ? Taken(input, input is ReportInput told ? Math.Max(_now, told.Report.OccurredAt.UtcTicks) : _now)
                : null;
        }

        // What operators did to levels and alerts is not repeated; that the clock ran is.
        return Taken(
            input is ReportInput or RollUpInput or PlacesInput or JoinInput or PartInput or OutageInput ? input : null,
            Math.Max(_now, recordedAt));

        HistoryStep Taken(RegionInput? taken, long now) => new(code, HistoryMark.Step, _sequence, taken, now, now, recordedAt);
    }

    private IAsyncEnumerator<LogEntry> Read(long sequence) =>
        store.ReadAsync(log, sequence, cancellationToken).GetAsyncEnumerator(cancellationToken);
}
