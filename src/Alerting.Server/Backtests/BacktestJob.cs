using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>What of its answer a request asks for.</summary>
internal readonly record struct BacktestParts(bool Revisions, bool Levels);

/// <summary>One backtest: its run, what was rejected, and the answer.</summary>
internal sealed class BacktestJob(
    RegionCatalog catalog,
    EngineOptions options,
    IReadOnlyList<ThresholdVersion> thresholds,
    BacktestPeriod period,
    BacktestParts parts,
    CancellationToken cancellationToken)
{
    /// <summary>A flood of bad reports must not fill the memory.</summary>
    private const int MostRejected = 10_000;

    private readonly BacktestRun _run = new(catalog, options, thresholds, period, parts.Revisions, parts.Levels);
    private readonly List<RejectedReport> _rejected = [];
    private long _rejectedTotal;

    /// <summary>Judges given reports; those after the end of the period are left out.</summary>
    public void Take(IEnumerable<GivenReport> reports)
    {
        foreach (var given in reports)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (given.Parsed.Report is not { } report)
            {
                Reject(given, given.Parsed.Fault!);
            }
            else if (_run.Take(report, (report.ReceivedAt ?? report.OccurredAt).UtcTicks, cancellationToken)?.Error is { } fault)
            {
                Reject(given, fault);
            }
        }
    }

    /// <summary>Judges what has been read of a stored history; false when the period is over.</summary>
    public bool Take(StoredHistory history)
    {
        while (!_run.IsOver && history.TryTake(out var report, out var now))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _run.Take(report, now, cancellationToken);
        }

        return !_run.IsOver;
    }

    /// <summary>Runs the clock to its end.</summary>
    public BacktestAnswer Finish()
    {
        _run.Finish(cancellationToken);
        return new BacktestAnswer(
            _run.Reports,
            _rejectedTotal,
            _rejected,
            _run.Alerts.Select(a => BacktestAlert.Of(a.Last, parts.Revisions ? a.Revisions : null)),
            parts.Levels ? _run.Levels.Select(BacktestLevel.Of) : null);
    }

    private void Reject(in GivenReport given, Fault fault)
    {
        _rejectedTotal++;
        if (_rejected.Count < MostRejected)
        {
            _rejected.Add(new RejectedReport(
                given.Index, given.Line, given.Parsed.ReportId, Problems.Details(StatusCodes.Status422UnprocessableEntity, fault)));
        }
    }
}
