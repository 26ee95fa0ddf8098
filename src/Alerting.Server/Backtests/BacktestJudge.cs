using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Odds;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>Judges, on a thread of its own, the reports of those regions that are its share of a backtest.</summary>
internal sealed class BacktestJudge : IAsyncDisposable
{
    /// <summary>
    /// Batches that may be queued for a judge. Their sizes differ, so without a queue one judge would wait while another is busy.
    /// </summary>
    private const int MaxWaiting = 4;

    private readonly CancellationToken _cancellationToken;
    private readonly ArchiveFile _archive;
    private readonly BacktestRun _run;
    private readonly BackgroundThread _thread = new("backtest judge");
    private readonly Queue<Task> _waiting = new();
    private readonly RejectedReports _rejected = new();

    /// <param name="acts">What desks do meanwhile, in any region.</param>
    /// <param name="files">For what is not kept in memory.</param>
    public BacktestJudge(
        RegionCatalog catalog,
        EngineOptions options,
        IReadOnlyList<ThresholdVersion> thresholds,
        BacktestPeriod period,
        IReadOnlyList<TimedAct> acts,
        BacktestParts parts,
        TemporaryFiles files,
        CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _archive = new ArchiveFile(files);
        _run = new BacktestRun(catalog, options, thresholds, period, parts.Revisions, parts.Levels, _archive) { Acts = acts };
        Incidents = parts.Odds ? new IncidentCollector(period.From, period.To ?? long.MaxValue, ChanceJudges.MaxReports) : null;
    }

    /// <summary>What was judged and what came of it; complete once finished.</summary>
    public BacktestRun Run => _run;

    public RejectedReports Rejected => _rejected;

    /// <summary>What occurred in the period; null when the odds are not asked for. Complete once finished.</summary>
    public IncidentCollector? Incidents { get; }

    /// <summary>Queues reports to judge; completes when there is room for more.</summary>
    public async Task GiveAsync(List<TimedReport> reports)
    {
        while (_waiting.TryPeek(out var first) && (first.IsCompleted || _waiting.Count >= MaxWaiting))
        {
            await _waiting.Dequeue();
        }

        if (reports.Count > 0)
        {
            _waiting.Enqueue(_thread.RunAsync(() => Judge(reports)));
        }
    }

    /// <summary>Judges what waits and runs the clock to its end.</summary>
    public async Task FinishAsync()
    {
        while (_waiting.TryDequeue(out var next))
        {
            await next;
        }

        await _thread.RunAsync(() => _run.Finish(_cancellationToken));
    }

    /// <summary>Completes when the thread has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _thread.DisposeAsync();
        _archive.Dispose();
    }

    private void Judge(List<TimedReport> reports)
    {
        foreach (var (index, line, step) in reports)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var report = (step.Input as ReportInput)?.Report;
            var outcome = index is null
                ? _run.Replay(step, _cancellationToken)
                : _run.Take(report!, step.Now, _cancellationToken);
            if (outcome is not { } judged)
            {
                continue;
            }

            Incidents?.Add(report!, judged, step.Now);
            if (judged.Error is { } fault && index is { } given)
            {
                _rejected.Add(given, line, report!.ReportId, fault);
            }
        }
    }
}
