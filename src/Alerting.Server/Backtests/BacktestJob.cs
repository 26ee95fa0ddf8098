using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Odds;
using Alerting.Engine.Regions;
using Alerting.Grains.Backtests;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>The parts of the answer that a request asks for.</summary>
internal readonly record struct BacktestParts(bool Revisions, bool Levels, bool Odds);

/// <summary>
/// One backtest: its clock, its judges, what was rejected, and the answer, which is the same for any number of judges.
/// </summary>
internal sealed class BacktestJob : IAsyncDisposable
{
    /// <summary>Reports that are handed out at a time.</summary>
    public const int BatchSize = 1_024;

    private readonly CancellationTokenSource _ending;
    private readonly BacktestOrder _order;
    private readonly BacktestPeriod _period;
    private readonly BacktestParts _parts;
    private readonly RootShares _shares;
    private readonly BacktestJudge[] _judges;
    private readonly RegionLimits _limits;
    private readonly IReadOnlyList<TimedAct>? _acts;
    private readonly RejectedReports _unreadable = new();
    private readonly RecordingDelays _recorded = new();
    private long _first = long.MaxValue;
    private long _now;

    /// <param name="limits">Of the caller: what is raised in other regions is not told.</param>
    /// <param name="files">For what is not kept in memory.</param>
    /// <param name="judges">Threads that judge, 1 or more.</param>
    public BacktestJob(
        RegionCatalog catalog,
        EngineOptions options,
        IReadOnlyList<ThresholdVersion> thresholds,
        BacktestRequest request,
        BacktestParts parts,
        RegionLimits limits,
        TemporaryFiles files,
        int judges,
        CancellationToken cancellationToken)
    {
        (_period, _parts, _limits, _acts) = (request.Period, parts, limits, request.Acts);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _order = new BacktestOrder(catalog);
        _shares = new RootShares(catalog, judges);
        _judges = new BacktestJudge[judges];
        for (var i = 0; i < judges; i++)
        {
            _judges[i] = new BacktestJudge(catalog, options, thresholds, _period, _acts ?? [], parts, files, _ending.Token);
        }
    }

    /// <summary>The regions of which the answer tells.</summary>
    public RegionLimits Limits => _limits;

    /// <summary>How late stored reports were; complete once all are shared out.</summary>
    public RecordingDelays Recorded => _recorded;

    /// <summary>
    /// Sets the clock of given reports and shares them out to be judged; those after the end of the period are left out.
    /// </summary>
    public List<TimedReport>[] Share(IReadOnlyList<GivenReport> reports)
    {
        var timed = new List<TimedReport>(reports.Count);
        foreach (var given in reports)
        {
            if (given.Parsed.Report is not { } report)
            {
                _unreadable.Add(given.Index, given.Line, given.Parsed.ReportId, given.Parsed.Fault!);
                continue;
            }

            _now = Math.Max(_now, (report.ReceivedAt ?? report.OccurredAt).UtcTicks);
            if (!(_now > _period.To))
            {
                _first = Math.Min(_first, _now);
                timed.Add(TimedReport.Given(given, new ReportInput(report), report.Region, _now));
            }
        }

        return _shares.Share(timed);
    }

    /// <summary>Shares out what has been read of a stored history, a batch at most; null when there is nothing.</summary>
    public List<TimedReport>[]? Share(StoredHistory history)
    {
        var timed = new List<TimedReport>(BatchSize);
        while (timed.Count < BatchSize && history.TryTake(out var step))
        {
            timed.Add(new TimedReport(null, null, step));
            if (!step.IsTold)
            {
                continue;
            }

            _now = Math.Max(_now, step.Now);
            _first = step.Input is ReportInput ? Math.Min(_first, step.Now) : _first;
            if (step.Now >= _period.From)
            {
                _recorded.Add(step);
            }
        }

        return timed.Count > 0 ? _shares.Share(timed) : null;
    }

    /// <summary>Hands shares to the judges; completes when they are ready for the next.</summary>
    public async Task JudgeAsync(List<TimedReport>[] shares)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            await _judges[i].GiveAsync(shares[i]);
        }
    }

    /// <summary>Waits until all is judged and the clock has run to its end.</summary>
    public async Task<BacktestAnswer> FinishAsync()
    {
        await Task.WhenAll(_judges.Select(static judge => judge.FinishAsync()));
        RejectedReports[] rejected = [_unreadable, .. _judges.Select(static judge => judge.Rejected)];
        return new BacktestAnswer(
            _judges.Sum(static judge => judge.Run.Reports),
            rejected.Sum(static r => r.Total),
            [.. rejected.SelectMany(static r => r.First).OrderBy(static r => r.Index).Take(RejectedReports.MaxListed)],
            BacktestOrder.Merge(_judges.Select(static judge => judge.Run.Alerts))
                .Where(a => _limits.Allow(a.Last.Region.Code))
                .Select(a => BacktestAlert.Of(a.Last, _parts.Revisions ? a.Revisions : null)),
            _parts.Levels
                ? _order.Merge(_judges.Select(static judge => judge.Run.Levels))
                    .Where(level => _limits.Allow(level.Region))
                    .Select(LevelOf)
                : null,
            IgnoredActs: IgnoredActs());
    }

    private List<int>? IgnoredActs() => _acts is null
        ? null
        : [.. Enumerable.Range(0, _acts.Count).Except(_judges.SelectMany(static judge => judge.Run.ActsDone))];

    /// <summary>Regions that were told by regions below what their stored logs do not hold, by code; once finished.</summary>
    public List<string> Recomputed() =>
        [.. _judges.SelectMany(static judge => judge.Run.Recomputed).Where(_limits.Allow).Order(StringComparer.Ordinal)];

    /// <summary>
    /// For what time the odds are told, UTC ticks: the period; where it has no beginning or end, from the first report or to the last.
    /// </summary>
    public (long From, long To) OddsPeriod()
    {
        var from = _period.From > 0 ? _period.From : Math.Min(_first, _now);
        return (from, Math.Max(_period.To ?? _now, from));
    }

    /// <summary>When alerts were open, by threshold, in order of raisedAt within each region. Once finished.</summary>
    public ILookup<string, AlertSpan> AlertSpans() =>
        _judges.SelectMany(static judge => judge.Run.AlertsOpenAtAnyTime).Select(static alert => alert.Last)
            .Where(alert => _limits.Allow(alert.Region.Code)).ToLookup(
            static alert => alert.Threshold.Id, static alert => new AlertSpan(alert.Region.Code, alert.RaisedAt, alert.EndedAt),
            StringComparer.Ordinal);

    /// <summary>
    /// The incidents that occurred in the time of the odds, once finished; null when they have more reports than are kept.
    /// </summary>
    public List<KnownIncident>? Incidents()
    {
        List<IncidentCollector> collected = [.. _judges.Select(static judge => judge.Incidents!)];
        if (collected.Exists(static c => c.IsOverfull) || collected.Sum(static c => c.Reports) > ChanceJudges.MaxReports)
        {
            return null;
        }

        var (from, to) = OddsPeriod();
        return
        [
            .. collected.SelectMany(static c => c.Incidents())
                .Where(incident => incident.OccurredAt.UtcTicks >= from && incident.OccurredAt.UtcTicks <= to),
        ];
    }

    /// <summary>Completes when no thread works on it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        foreach (var judge in _judges)
        {
            await judge.DisposeAsync();
        }

        _ending.Dispose();
    }

    private static BacktestLevel LevelOf(RegionLevel level) =>
        new(level.Region, Instants.FromTicks(level.Change.At), level.Change.To, level.Change.Score);
}
