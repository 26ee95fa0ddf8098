using Alerting.Alerts;
using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Quiet;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>The thresholds that a region has adopted, by id. Those that apply here have an evaluator.</summary>
internal sealed class ThresholdSet(EvaluationContext context, ActivityIndex activity)
{
    private readonly SortedDictionary<string, ThresholdState> _all = new(StringComparer.Ordinal);

    // What may go through its incidents: those of this region alone, and those of all regions below as well.
    private List<CertainMeasure> _here = [];
    private List<CertainMeasure> _below = [];

    /// <summary>The shortest lateness of any threshold that notes what past days were like, ticks.</summary>
    private long _minLateness;

    /// <summary>Evaluators of the thresholds that apply here, by threshold id.</summary>
    public ThresholdEvaluator[] InForce { get; private set; } = [];

    /// <summary>Ids of the open alerts, in ordinal order.</summary>
    public IReadOnlyList<string> OpenAlerts =>
        [.. InForce.Select(static e => e.AlertState.Open?.Last.AlertId).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>Those of them on quiet sources.</summary>
    public QuietEvaluator[] Quiet { get; private set; } = [];

    /// <summary>All thresholds that were ever adopted, by id.</summary>
    public IReadOnlyCollection<ThresholdState> All => _all.Values;

    public ThresholdState? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>Whether a threshold applies to this region.</summary>
    public bool Applies(Threshold threshold) => Applies(threshold.Scope, context.Region, context.Catalog);

    /// <inheritdoc cref="RegionEngine.Applies"/>
    public static bool Applies(Scope scope, Region region, RegionCatalog catalog) => scope.Depth == Depth.Leaf
        ? scope.Regions.Any(r => r == "*" || catalog.IsWithin(region.Code, r))
        : scope.Regions.Any(r => r == region.Code || (r == "*" && region.Parent is null));

    /// <summary>Adopts these versions, where they are newer than those known.</summary>
    public void Adopt(IReadOnlyList<ThresholdVersion> versions, long now)
    {
        foreach (var version in versions.OrderBy(static v => v.Id, StringComparer.Ordinal))
        {
            if (IsNews(version))
            {
                Adopt(version, now);
            }
        }
    }

    /// <summary>Whether this version is newer than the adopted one.</summary>
    public bool IsNews(ThresholdVersion version) => !(Find(version.Id)?.Version?.Version >= version.Version);

    /// <summary>
    /// First half of setting the clock back: alerts that were raised later end, everything else that is dated later counts
    /// as of that instant.
    /// </summary>
    public void SetBack(long to, long now)
    {
        CloseDays(now);
        foreach (var state in _all.Values)
        {
            state.Evaluator?.EndIfRaisedAfter(to, now);
            state.KeepTold();
            state.SetBack(to);
        }
    }

    /// <summary>Second half of setting the clock back, after the facts were set back: evaluates everything again.</summary>
    public void Rejudge(long now)
    {
        foreach (var state in _all.Values)
        {
            state.Evaluator = state.Evaluator is null ? null : Create(state, now);
        }

        Refresh();
        foreach (var evaluator in Quiet)
        {
            evaluator.Begin(now);
        }

        foreach (var evaluator in InForce)
        {
            evaluator.Rejudge(now);
        }
    }

    /// <summary>Notes of the past days what is to be known of them, before facts change or are stored.</summary>
    public void CloseDays(long now) => CloseDaysBefore(long.MinValue, now);

    /// <summary>Notes the same where facts from an instant on, UTC ticks, are about to change.</summary>
    public void CloseDaysBefore(long at, long now)
    {
        if (!MayCloseDaysBefore(at, now))
        {
            return;
        }

        foreach (var evaluator in InForce)
        {
            evaluator.CloseDaysBefore(at, now);
        }
    }

    /// <summary>Whether facts from this instant on, UTC ticks, may be of days that some threshold has yet to note.</summary>
    private bool MayCloseDaysBefore(long at, long now) => at <= now - _minLateness;

    /// <summary>Restores a threshold from a snapshot; <see cref="Refresh"/> must follow the last one.</summary>
    /// <param name="state">As stored.</param>
    /// <param name="reader">At what is stored of its measure.</param>
    /// <param name="now">The region's current instant, UTC ticks.</param>
    public void Restore(ThresholdState state, WireReader reader, long now)
    {
        _all[state.Id] = state;
        if (state.Version is { InForce: true } version && Applies(version.Definition!))
        {
            state.Evaluator = Create(state, now, reader);
        }
    }

    /// <summary>Derives <see cref="InForce"/> again.</summary>
    public void Refresh()
    {
        InForce = [.. _all.Values.Where(static t => t.Evaluator is not null).Select(static t => t.Evaluator!)];
        Quiet = [.. InForce.OfType<QuietEvaluator>()];
        _here = [.. CertainMeasuresOf(Depth.Leaf)];
        _below = [.. CertainMeasuresOf(Depth.Root)];
        _minLateness = InForce.OfType<WindowEvaluator>().Select(static e => e.Version.Definition!.Lateness.Ticks).DefaultIfEmpty().Min();
    }

    /// <summary>The last revision of an open alert; null when it is not open.</summary>
    public Alert? LastOf(string alertId) =>
        Array.Find(InForce, evaluator => evaluator.AlertState.IsOpen(alertId))?.AlertState.Open!.Last;

    /// <summary>Whether a threshold in force goes through the incidents of its windows to judge them, which may be this region's.</summary>
    public bool ReadIncidents() => _here.Exists(static m => m.ReadsIncidents) || ReadIncidentsBelow();

    /// <summary>Whether one does so whose incidents may be those of regions below.</summary>
    public bool ReadIncidentsBelow() => _below.Exists(static m => m.ReadsIncidents);

    /// <summary>Whether any threshold, or one of which alerts have told incidents, asks for some towns.</summary>
    public bool AskForTowns =>
        _all.Values.Any(static state =>
            (state.Version?.Definition is { } definition && IncidentFilter.AsksForTowns(definition))
            || state.AlertState.ToldWhileArchived.Any(static told => IncidentFilter.AsksForTowns(told.Definition)));

    /// <summary>Forgets that incidents were told that are gone, where they lay before an instant.</summary>
    /// <param name="before">UTC ticks.</param>
    /// <param name="firstRound">The first round of telling before which a block of the archive was written; see
    /// <see cref="EvaluationContext.ToldRound"/>.</param>
    public void Forget(long before, long firstRound)
    {
        foreach (var state in _all.Values)
        {
            (state.Evaluator as WindowEvaluator)?.WindowMeasure.ForgetTold(before, context.Facts.Contains);
            state.Told?.Forget(before, context.Facts.Contains);
            state.AlertState.ToldWhileArchived.RemoveAll(told => told.Round <= firstRound);
        }
    }

    /// <summary>An incident leaves memory.</summary>
    /// <returns>Ids of the thresholds by whose cleared alerts it was told.</returns>
    public List<string> Archive(IncidentNode node)
    {
        var told = new List<string>();
        foreach (var state in _all.Values)
        {
            if (state.Evaluator is WindowEvaluator evaluator
                ? evaluator.WindowMeasure.Archive(node)
                : state.Told is { Count: > 0 } marks && marks.Remove((node.Region, node.Id)))
            {
                told.Add(state.Id);
            }
        }

        return told;
    }

    /// <summary>An incident is back in memory.</summary>
    /// <param name="node">The incident.</param>
    /// <param name="told">What <see cref="Archive"/> returned.</param>
    /// <param name="round">The last round of telling before it was archived, see
    /// <see cref="EvaluationContext.ToldRound"/>: if it matched, it was told in later rounds as well.</param>
    public void Restore(IncidentNode node, IReadOnlyList<string> told, long round)
    {
        foreach (var state in _all.Values)
        {
            var isTold = told.Contains(state.Id) || WasToldSince(state, node, round);
            if (state.Evaluator is WindowEvaluator evaluator)
            {
                evaluator.WindowMeasure.Restore(node, isTold);
            }
            else if (isTold)
            {
                state.Tell(node.Region, node.Id, node.OccurredAt);
            }
        }
    }

    private IEnumerable<CertainMeasure> CertainMeasuresOf(Depth depth) =>
        _all.Values.Where(state => state.Version?.Definition?.Scope.Depth == depth)
            .Select(static state => (state.Evaluator as WindowEvaluator)?.WindowMeasure).OfType<CertainMeasure>();

    private bool WasToldSince(ThresholdState state, IncidentNode node, long round)
    {
        foreach (var (definition, at) in state.AlertState.ToldWhileArchived)
        {
            if (at > round && new IncidentFilter(definition, context.Region.Code, context.Facts.Towns).Matches(node))
            {
                return true;
            }
        }

        return false;
    }

    private void Adopt(ThresholdVersion version, long now)
    {
        if (!_all.TryGetValue(version.Id, out var state))
        {
            _all[version.Id] = state = new ThresholdState(version.Id);
        }

        var before = state.Version?.Definition;
        state.Version = version;
        var former = state.Evaluator;
        former?.CloseDaysBefore(long.MinValue, now);
        if (former is WindowEvaluator window && version.Definition is { } definition)
        {
            // By the new version they are closed, and it would no longer have the facts of their windows.
            window.CloseDays(now - definition.Lateness.Ticks);
        }

        state.KeepTold();

        var next = version.InForce && Applies(version.Definition!) ? Create(state, now) : null;
        (next as QuietEvaluator)?.Begin(now);
        if (state.AlertState.Open is { } open && next?.GoesOn(open, now) != true)
        {
            former!.Retire(now);
        }

        state.Evaluator = next;
        state.CarryOverDays(before, now);
        Refresh();
        next?.Adopt(now);
    }

    /// <summary>Creates the evaluator of a threshold from the known incidents.</summary>
    private ThresholdEvaluator Create(ThresholdState state, long now, WireReader? snapshot = null)
    {
        if (state.Version!.Definition!.Measure == Measure.Level)
        {
            return new LevelEvaluator(state.Version, state.AlertState, context);
        }

        if (state.Version.Definition.Measure == Measure.Quiet)
        {
            return new QuietEvaluator(state.Version, state.AlertState, context);
        }

        var evaluator = new WindowEvaluator(state.Version, state.AlertState, context);
        if (snapshot is not null)
        {
            evaluator.WindowMeasure.RestoreArchived(snapshot);
        }

        evaluator.WindowMeasure.Horizon = state.Horizon;
        evaluator.WindowMeasure.RestoreTold(state.AllTold);
        foreach (var node in activity.Nodes())
        {
            evaluator.Load(node, now);
        }

        state.ForgetTold();
        return evaluator;
    }
}
