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
internal sealed class BacktestJob : IDisposable
{
    /// <summary>A flood of bad reports must not fill the memory.</summary>
    private const int MostRejected = 10_000;

    private readonly ColdFile _cold;
    private readonly BacktestRun _run;
    private readonly BacktestParts _parts;
    private readonly CancellationToken _cancellationToken;
    private readonly List<RejectedReport> _rejected = [];
    private long _rejectedTotal;

    /// <param name="directory">For what need not stay in memory.</param>
    public BacktestJob(
        RegionCatalog catalog,
        EngineOptions options,
        IReadOnlyList<ThresholdVersion> thresholds,
        BacktestPeriod period,
        BacktestParts parts,
        string directory,
        CancellationToken cancellationToken)
    {
        (_parts, _cancellationToken) = (parts, cancellationToken);
        _cold = new ColdFile(directory);
        _run = new BacktestRun(catalog, options, thresholds, period, parts.Revisions, parts.Levels, _cold);
    }

    /// <summary>Judges given reports; those after the end of the period are left out.</summary>
    public void Take(IEnumerable<GivenReport> reports)
    {
        foreach (var given in reports)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (given.Parsed.Report is not { } report)
            {
                Reject(given, given.Parsed.Fault!);
            }
            else if (_run.Take(report, (report.ReceivedAt ?? report.OccurredAt).UtcTicks, _cancellationToken)?.Error is { } fault)
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
            _cancellationToken.ThrowIfCancellationRequested();
            _run.Take(report, now, _cancellationToken);
        }

        return !_run.IsOver;
    }

    /// <summary>Runs the clock to its end.</summary>
    public BacktestAnswer Finish()
    {
        _run.Finish(_cancellationToken);
        return new BacktestAnswer(
            _run.Reports,
            _rejectedTotal,
            _rejected,
            _run.Alerts.Select(a => BacktestAlert.Of(a.Last, _parts.Revisions ? a.Revisions : null)),
            _parts.Levels ? _run.Levels.Select(BacktestLevel.Of) : null);
    }

    public void Dispose() => _cold.Dispose();

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
