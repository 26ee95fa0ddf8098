using Alerting.Engine.Archive;
using Alerting.Engine.Incidents;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>
/// Keeps the picture of one region: incidents, levels, thresholds and alerts. Only <see cref="Apply"/> and
/// <see cref="Advance"/> change what it shows and raises. Deterministic: the state is a function of the inputs and their
/// instants alone, so the log of a region is the log of its inputs. Not thread-safe.
/// </summary>
public sealed class RegionEngine
{
    private readonly RegionModel _model;
    private readonly ReportAdmission _admission;
    private readonly InputProcessor _inputs;

    /// <summary>The next deadline; null when it must be computed again.</summary>
    private long? _deadline;

    /// <summary>Creates the engine of a region that knows nothing yet.</summary>
    /// <param name="code">Code of the region.</param>
    /// <param name="catalog">All regions; the same wherever the log is replayed.</param>
    /// <param name="options">Constants of the semantics; the same wherever the log is replayed.</param>
    /// <exception cref="KeyNotFoundException">The catalogue has no such region.</exception>
    public RegionEngine(string code, RegionCatalog catalog, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        _model = new RegionModel(code, catalog, options);
        _admission = new ReportAdmission(options);
        View = new RegionQueries(_model);
        Archive = new IncidentArchive(_model);
        Forgetting = new Forgetting(_model, Archive);
        _inputs = new InputProcessor(
            _model, new IncidentCorrelator(_model.Facts, _model.Archived, _admission, options), Forgetting);
        Snapshot = new RegionSnapshot(_model, Archive);
    }

    /// <summary>The region, as the catalogue describes it.</summary>
    public Region Region => _model.Region;

    /// <summary>Answers what can be asked of the region.</summary>
    public RegionQueries View { get; }

    /// <summary>Moves incidents that no window needs out of memory and back.</summary>
    public IncidentArchive Archive { get; }

    /// <summary>Says when there is something to forget, and what.</summary>
    public Forgetting Forgetting { get; }

    /// <summary>Writes the whole state as bytes, and restores it.</summary>
    public RegionSnapshot Snapshot { get; }

    /// <summary>The instant that the engine has run to, UTC ticks.</summary>
    public long Now => _model.Now;

    /// <summary>The rules by which inputs and deadlines are judged: those of now, but for a replay of what was judged before.</summary>
    public JudgingRules Rules
    {
        get => _model.Context.Rules;
        set => _model.Context.Rules = value;
    }

    /// <summary>
    /// The earliest instant (UTC ticks) at which something may happen without an input; null when nothing can. It is a
    /// lower bound: nothing may happen at it after all.
    /// </summary>
    public long? NextDeadline
    {
        get
        {
            var next = Deadline();
            return next == long.MaxValue ? null : next;
        }
    }

    /// <summary>What the region shows to the one above it.</summary>
    public ChildSummary Summary => new(_model.Shown.Level);

    /// <summary>How many sources it knows to have reported.</summary>
    internal int HeardSources => _model.Context.Heard.All.Count;

    /// <summary>A snapshot divides the incidents into parts of 2^PartBits. Affects cost, not results.</summary>
    internal int PartBits
    {
        init => _model.Parts.Bits = value;
    }

    /// <summary>The reports of an incident are searched one by one up to this number. Affects cost, not results.</summary>
    internal int MaxChainedReports
    {
        init => _model.Facts.Table.Members.MaxChained = value;
    }

    /// <summary>An incident of up to this many distinct towns is found by way of groups. Affects cost, not results.</summary>
    internal int MaxGroupedTowns
    {
        init => _model.Facts.Correlation.MaxGroupedTowns = value;
    }

    /// <summary>Whether a threshold of this scope applies to a region.</summary>
    public static bool Applies(Scope scope, Region region, RegionCatalog catalog) => ThresholdSet.Applies(scope, region, catalog);

    /// <summary>Runs the clock to an instant through every deadline up to and including it, in order.</summary>
    /// <param name="now">UTC ticks; an earlier instant than the last one counts as the last one.</param>
    /// <param name="output">Collects the results.</param>
    public void Advance(long now, RegionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _model.Context.Output = output;
        for (var due = Deadline(); due <= now; due = Deadline())
        {
            _model.Now = Math.Max(_model.Now, due);
            RunDeadlines(Math.Max(due, _model.Now));
        }

        _model.Now = Math.Max(_model.Now, now);
    }

    /// <summary>Runs the clock to an instant, as <see cref="Advance"/> does, then applies an input.</summary>
    /// <param name="sequence">Sequence of the log entry that holds the input; the incidents that it changes get it as
    /// their version.</param>
    /// <param name="now">UTC ticks; an earlier instant than the last one counts as the last one.</param>
    /// <param name="input">The input.</param>
    /// <param name="output">Collects the results.</param>
    /// <returns>What became of a report; null for other inputs.</returns>
    /// <exception cref="InvalidOperationException">
    /// The input needs blocks of the archive, see <see cref="IncidentArchive.BlocksFor"/>; nothing has happened.
    /// </exception>
    public ReportOutcome? Apply(long sequence, long now, RegionInput input, RegionOutput output)
    {
        ArgumentNullException.ThrowIfNull(input);
        Archive.ThrowIfNeeded(input);
        Advance(Math.Max(now, _model.Now), output);
        _model.Sequence = sequence;
        _deadline = null;
        return _inputs.Apply(input);
    }

    /// <summary>Whether a report would be rejected at this instant because of its event time, whatever else is known.</summary>
    public bool Refuses(Report report, long now)
    {
        ArgumentNullException.ThrowIfNull(report);
        return _admission.Refuse(report, Math.Max(now, _model.Now)) is not null;
    }

    /// <summary>Sequence of a child's log up to which this region has its changes; 0 for a child that never rolled up anything.</summary>
    public long SequenceOf(string child) => _model.ChildSequences.GetValueOrDefault(child);

    /// <summary>
    /// Every incident that changed after a log sequence, as it is now, with the sequence of its change, in that
    /// order: all that the region above needs in order to catch up, whatever it missed. The blocks of
    /// <see cref="BlocksChangedAfter"/> must have been restored.
    /// </summary>
    public IReadOnlyList<(long Sequence, IncidentChange Change)> ChangesAfter(long sequence) => _model.RollUps.ChangesAfter(sequence);

    /// <summary>The blocks of the archive with incidents that changed after a log sequence.</summary>
    public IReadOnlyList<ArchiveBlock> BlocksChangedAfter(long sequence) => Archive.BlocksChangedAfter(sequence);

    /// <summary>The region above has all changes up to this sequence. Incidents that changed later are not archived.</summary>
    public void Acknowledge(long sequence) => _model.RollUps.Acknowledge(sequence);

    /// <inheritdoc cref="RollUpBacklog.StoriesThrough"/>
    internal Dictionary<(string Region, string Id), string>? StoriesThrough(long sequence) => _model.RollUps.StoriesThrough(sequence);

    private long Deadline()
    {
        if (_deadline is { } known)
        {
            return known;
        }

        var next = Math.Min(_model.Level.NextDeadline, _model.Shown.Override?.Expires ?? long.MaxValue);
        foreach (var evaluator in _model.Thresholds.InForce)
        {
            next = Math.Min(next, evaluator.NextDeadline);
        }

        _deadline = next;
        return next;
    }

    /// <summary>
    /// Runs what is due at one instant, in this order: levels and silences, clears, overrides, pending updates, cooldowns, sources
    /// that have become quiet.
    /// </summary>
    private void RunDeadlines(long now)
    {
        _deadline = null;
        var evaluators = _model.Thresholds.InForce;
        if (_model.Level.NextDeadline <= now && _model.Level.Judge(now))
        {
            foreach (var evaluator in evaluators)
            {
                evaluator.LevelFell(now);
            }
        }

        foreach (var evaluator in _model.Thresholds.Quiet)
        {
            evaluator.TimePassed(now);
        }

        _inputs.DeriveShown();
        foreach (var evaluator in evaluators)
        {
            evaluator.ClearIfDue(now);
        }

        _inputs.DeriveShown();
        if (_model.Shown.Override?.Expires <= now)
        {
            _model.Shown.SetOverride(null, "override expired");
            _inputs.DeriveShown();
        }

        foreach (var evaluator in evaluators)
        {
            evaluator.UpdateIfDue(now);
        }

        foreach (var evaluator in evaluators)
        {
            evaluator.EndCooldownIfDue(now);
        }

        foreach (var evaluator in _model.Thresholds.Quiet)
        {
            evaluator.RaiseIfDue(now);
        }

        _inputs.DeriveShown();
    }
}
