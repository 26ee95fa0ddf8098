using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Backtests;

/// <summary>
/// Plays reports, in the order in which they are given, through the engine that runs live, with a clock of its own.
/// The same calls lead to the same alerts and levels. Not thread-safe.
/// </summary>
public sealed class BacktestRun
{
    // The last instant that a date can express; nothing that would be due later is run.
    private static readonly long s_endOfTime = DateTimeOffset.MaxValue.UtcTicks;

    private readonly RegionTree _tree;
    private readonly BacktestRecorder _recorder;
    private readonly BacktestPeriod _period;
    private readonly BacktestOrder _order;
    private readonly Queue<TimedAct> _acts = new();
    private readonly HashSet<int> _done = [];
    private long _now;

    /// <summary>Begins a run in which nothing has happened yet.</summary>
    /// <param name="catalog">All regions.</param>
    /// <param name="options">Constants of the semantics; their retention is not applied.</param>
    /// <param name="thresholds">One version of each threshold.</param>
    /// <param name="period">For what period results are recorded.</param>
    /// <param name="keepRevisions">Whether alerts keep the list of their revisions.</param>
    /// <param name="keepLevels">Whether level changes are kept.</param>
    /// <param name="archive">Where old incidents are stored; null: they stay in memory.</param>
    public BacktestRun(
        RegionCatalog catalog,
        EngineOptions options,
        IReadOnlyList<ThresholdVersion> thresholds,
        BacktestPeriod period,
        bool keepRevisions = true,
        bool keepLevels = true,
        IArchiveStore? archive = null)
    {
        _period = period;
        _order = new BacktestOrder(catalog);
        _recorder = new BacktestRecorder(period.From, keepRevisions, keepLevels);
        _tree = new RegionTree(
            catalog,
            options with { Retention = null },
            thresholds,
            _recorder,
            rollsUp: keepLevels || thresholds.Any(static t => t.Definition is { } definition
                && (definition.Scope.Depth == Depth.Root || RaisesAlways(definition))),
            archive);
    }

    /// <summary>What desks do meanwhile, in whatever order; what concerns a region that has no reports yet comes to nothing.</summary>
    public IReadOnlyList<TimedAct> Acts
    {
        init => _acts = new Queue<TimedAct>(value.OrderBy(static act => act.At));
    }

    /// <summary>Positions of those that made a revision.</summary>
    public IReadOnlyCollection<int> ActsDone => _done;

    /// <summary>Reports judged within the period: accepted ones and duplicates.</summary>
    public long Reports { get; private set; }

    /// <summary>Alerts with a revision within the period, by raisedAt, region, threshold, ordinal.</summary>
    public IReadOnlyList<AlertHistory> Alerts => _recorder.Alerts().FindAll(static a => a.IsInPeriod);

    /// <summary>Alerts that were open at any instant of the period, in the same order.</summary>
    public IReadOnlyList<AlertHistory> AlertsOpenAtAnyTime => _recorder.Alerts();

    /// <summary>
    /// Changes of shown levels within the period, in the order of <see cref="BacktestOrder.Sort"/>; empty before
    /// <see cref="Finish"/>.
    /// </summary>
    public IReadOnlyList<RegionLevel> Levels { get; private set; } = [];

    /// <inheritdoc cref="RegionTree.Recomputed"/>
    public IReadOnlyCollection<string> Recomputed => _tree.Recomputed;

    private long Last => _period.To ?? s_endOfTime;

    /// <summary>
    /// Whether a threshold holds from the start: every region is at the lowest level, also one that merely has others
    /// below it.
    /// </summary>
    private static bool RaisesAlways(Threshold threshold) =>
        threshold.Measure == Measure.Level && threshold.AtLeast <= (int)ThreatLevel.Low;

    /// <summary>
    /// Runs the clock through every deadline up to and including the report's instant, the latest of all so far, and
    /// judges the report there.
    /// </summary>
    /// <param name="report">Posted for the backtest.</param>
    /// <param name="receivedAt">UTC ticks at which the report came in.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>What became of the report; null when its instant is past the period.</returns>
    public ReportOutcome? Take(Report report, long receivedAt, CancellationToken cancellationToken)
    {
        _now = Math.Max(_now, receivedAt);
        if (_now > Last)
        {
            return null;
        }

        ActBefore(_now, cancellationToken);
        Advance(_now, cancellationToken);
        var outcome = _tree.Take(report.Region, new ReportInput(report), _now)!.Value;
        Count(outcome, _now);
        return outcome;
    }

    /// <summary>Takes a step of a stored history, which ends with the period. A run takes either such steps or reports.</summary>
    /// <param name="step">The next one.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>What became of a report; null for other steps.</returns>
    public ReportOutcome? Replay(in HistoryStep step, CancellationToken cancellationToken)
    {
        Advance(step.RunTo, cancellationToken);
        if (_tree.Replay(step) is not { } outcome)
        {
            return null;
        }

        Count(outcome, step.Now);
        return outcome;
    }

    /// <summary>Runs the clock to the end of the period, or until all is quiet: no level will fall and nothing else is due.</summary>
    public void Finish(CancellationToken cancellationToken)
    {
        ActBefore(long.MaxValue, cancellationToken);
        Advance(Last, cancellationToken);
        Levels = _order.Sort(_recorder.Levels);
    }

    /// <summary>Has desks do what they do before an instant: at one instant people come after what came in.</summary>
    private void ActBefore(long now, CancellationToken cancellationToken)
    {
        while (_acts.TryPeek(out var act) && act.At < now && act.At <= Last)
        {
            _acts.Dequeue();
            Advance(act.At, cancellationToken);
            if (_tree.Find(act.Region)?.View.IsNews(act.Input) == true)
            {
                _tree.Take(act.Region, act.Input, act.At);
                _done.Add(act.Index);
            }
        }
    }

    private void Count(ReportOutcome outcome, long now)
    {
        if (outcome.Status != ReportStatus.Rejected && now >= _period.From)
        {
            Reports++;
        }
    }

    private void Advance(long now, CancellationToken cancellationToken)
    {
        while (_tree.NextDeadline is { } due && due <= now)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _tree.Advance(due);
        }
    }
}
