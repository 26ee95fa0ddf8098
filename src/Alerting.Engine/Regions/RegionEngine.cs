using System.Runtime.InteropServices;
using Alerting.Engine.Incidents;
using Alerting.Engine.Levels;
using Alerting.Engine.Thresholds;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Regions;

/// <summary>
/// The rolling picture of one region: incidents, levels, thresholds and alerts. Deterministic: the state after a
/// sequence of inputs with their instants is a function of that sequence alone, so the log of a region is the log of
/// its inputs. Not thread-safe.
/// </summary>
public sealed partial class RegionEngine
{
    private const int TrimEvery = 4_096;

    private readonly RegionCatalog _catalog;
    private readonly EngineOptions _options;
    private readonly Region _region;
    private readonly IncidentBook _incidents;
    private readonly LevelTracker _level;
    private readonly ShownLevel _shown;
    private readonly WatchContext _context;
    private readonly ActivityBook _activity;
    private readonly SortedDictionary<string, ThresholdState> _thresholds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _childSequences = new(StringComparer.Ordinal);
    private readonly List<LevelChange> _history = [];
    private readonly List<IncidentStep> _steps = [];
    private readonly FactParts _parts;
    private ThresholdWatch[] _watches = [];
    private long _now;

    /// <summary>The next deadline; null when it is to be found anew.</summary>
    private long? _deadline;
    private int _untilTrim = TrimEvery;

    /// <param name="code">Code of the region.</param>
    /// <param name="catalog">All regions; the same wherever the log is replayed.</param>
    /// <param name="options">Constants of the semantics; the same wherever the log is replayed.</param>
    /// <exception cref="KeyNotFoundException">The catalogue has no such region.</exception>
    public RegionEngine(string code, RegionCatalog catalog, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        _catalog = catalog;
        _options = options;
        _region = catalog[code];
        _incidents = new IncidentBook(code, options);
        _parts = new FactParts(_incidents.Table);
        _level = new LevelTracker(options);
        _shown = new ShownLevel(catalog);
        _activity = new ActivityBook(_incidents.Table);
        _context = new WatchContext(_region, catalog, options, _incidents, _level);
    }

    public Region Region => _region;

    /// <summary>The engine's now: the latest instant it was given, UTC ticks.</summary>
    public long Now => _now;

    /// <summary>Log sequence of the entry that is being applied; incidents remember the one that changed them last.</summary>
    public long Sequence { get; set; }

    /// <summary>The earliest instant (UTC ticks) at which something happens without an input, or null. It may turn out that nothing does.</summary>
    public long? NextDeadline
    {
        get
        {
            var next = Deadline();
            return next == long.MaxValue ? null : next;
        }
    }

    /// <summary>What the region shows to the one above it.</summary>
    public ChildSummary Summary => new(_shown.Level);

    /// <summary>Runs the clock to <paramref name="now"/> through every deadline up to and including it, in order.</summary>
    public void Advance(long now, RegionOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _context.Output = output;
        for (var due = Deadline(); due <= now; due = Deadline())
        {
            _now = Math.Max(_now, due);
            RunDeadlines(Math.Max(due, _now));
        }

        _now = Math.Max(_now, now);
    }

    /// <summary>Runs the clock to <paramref name="now"/> (never backwards), then judges an input.</summary>
    /// <returns>What became of a report; null for other inputs.</returns>
    public ReportOutcome? Apply(long now, RegionInput input, RegionOutput output)
    {
        ArgumentNullException.ThrowIfNull(input);
        Advance(Math.Max(now, _now), output);
        _deadline = null;
        switch (input)
        {
            case ReportInput report:
                return Take(report.Report, report.Suffix);
            case RollUpInput rollUp:
                RollUp(rollUp);
                break;
            case AdoptInput adopt:
                Adopt(adopt.Versions);
                break;
            case OverrideInput set:
                _shown.SetOverride(set.Value, $"override lifted by {set.Author}{(set.Reason is null ? "" : ": " + set.Reason)}");
                DeriveShown();
                break;
            case AcknowledgeInput acknowledge:
                foreach (var watch in _watches)
                {
                    watch.Acknowledge(acknowledge.AlertId, acknowledge.By, acknowledge.Note, _now);
                }

                break;
            case SetClockInput set:
                SetClock(set);
                break;
            default:
                throw new ArgumentException($"Unknown input {input.GetType().Name}.", nameof(input));
        }

        return null;
    }

    /// <summary>
    /// Takes a report at the engine's now, which <see cref="Advance"/> has set: the path of a batch of reports of one
    /// instant, without an input object for each.
    /// </summary>
    /// <param name="report">Of this region.</param>
    /// <param name="suffix">How it is told apart where the id of the incident that it opens is taken.</param>
    public ReportOutcome Take(Report report, IdSuffix suffix = IdSuffix.NextFree)
    {
        ArgumentNullException.ThrowIfNull(report);
        _steps.Clear();
        var outcome = _incidents.Take(report, suffix, _now, _steps);
        if (_steps.Count > 0)
        {
            _deadline = null;
            var changes = false;
            foreach (var step in CollectionsMarshal.AsSpan(_steps))
            {
                changes |= step.Before is not null;
            }

            _context.SetCause(report);
            ApplySteps(changes ? _context.Cause : null);
        }

        return outcome;
    }

    /// <summary>Whether the report taken last opened an incident whose id has a suffix: then the log has to tell by which rule.</summary>
    public bool GaveSuffix => _incidents.GaveSuffix;

    /// <summary>Whether a report would be rejected at this instant for when it says it occurred, whatever else is known.</summary>
    public bool Refuses(Report report, long now)
    {
        ArgumentNullException.ThrowIfNull(report);
        return _incidents.Refuse(report, Math.Max(now, _now)) is not null;
    }

    /// <summary>Sequence of the child's log up to which this region knows it; 0 for a child it never heard of.</summary>
    public long SequenceOf(string child) => _childSequences.GetValueOrDefault(child);

    private void RollUp(RollUpInput input)
    {
        if (input.Sequence <= SequenceOf(input.Child))
        {
            return;
        }

        _childSequences[input.Child] = input.Sequence;
        if (input.Summary is { } summary)
        {
            _shown.SetBelow(input.Child, summary.ShownLevel);
        }

        _steps.Clear();
        string? cause = null;
        foreach (var change in input.Changes)
        {
            _incidents.RollUp(change, _steps);
            cause = change.Cause ?? cause;
        }

        _context.SetCause(cause ?? $"news from {_catalog[input.Child].Name}");
        ApplySteps(cause);
    }

    private void ApplySteps(string? cause)
    {
        TakeSteps(cause);
        var steps = CollectionsMarshal.AsSpan(_steps);
        var levelChanged = _level.Judge(_now);
        foreach (var watch in _watches)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                watch.Withdraw(steps[i], i);
            }

            for (var i = 0; i < steps.Length; i++)
            {
                watch.Enter(steps[i], i, _now);
            }

            if (levelChanged)
            {
                watch.LevelChanged(_now);
            }

            watch.Judge(_now, all: false);
            watch.EndStep();
        }

        foreach (ref readonly var step in steps)
        {
            _incidents.Release(step.Node);
        }

        DeriveShown();
        if (--_untilTrim <= 0)
        {
            Trim();
        }
    }

    /// <summary>Takes what has changed into all that does not depend on thresholds.</summary>
    private void TakeSteps(string? cause)
    {
        // Nobody is above a region without parent.
        var tells = _context.Output.WantsIncidents && _region.Parent is not null;
        foreach (ref readonly var step in CollectionsMarshal.AsSpan(_steps))
        {
            var node = step.Node;
            node.InStep = false;
            node.Version = Sequence;
            _parts.Changed(node.Row);
            _level.Change(step.Before, node, node.Region == _region.Code);
            _activity.Change(step);
            if (!step.IsShown && _region.Parent is not null)
            {
                _removed.Add((node.Region, node.Id, Sequence));
            }

            if (tells)
            {
                _context.Output.Add(new IncidentChange(node.Region, node.Id, node.View, cause));
            }
        }
    }

    private void Trim()
    {
        _untilTrim = TrimEvery;
        foreach (var watch in _watches)
        {
            (watch as WindowWatch)?.Trim(_now);
        }
    }

    private long Deadline()
    {
        if (_deadline is { } known)
        {
            return known;
        }

        var next = _level.NextDeadline;
        foreach (var watch in _watches)
        {
            next = Math.Min(next, watch.NextDeadline);
        }

        next = Math.Min(next, _shown.Override?.Expires ?? long.MaxValue);
        _deadline = next;
        return next;
    }

    /// <summary>One instant, in the order of the specification: levels, clears, overrides, pending updates, cooldowns.</summary>
    private void RunDeadlines(long now)
    {
        _deadline = null;
        if (_level.NextDeadline <= now && _level.Judge(now))
        {
            foreach (var watch in _watches)
            {
                watch.LevelFell(now);
            }
        }

        DeriveShown();
        foreach (var watch in _watches)
        {
            watch.ClearIfDue(now);
        }

        DeriveShown();
        if (_shown.Override?.Expires <= now)
        {
            _shown.SetOverride(null, "override expired");
            DeriveShown();
        }

        foreach (var watch in _watches)
        {
            watch.TellIfDue(now);
        }

        foreach (var watch in _watches)
        {
            watch.EndCooldownIfDue(now);
        }

        DeriveShown();
    }

    private void DeriveShown()
    {
        if (_shown.Derive(_level, _watches, _now) is { } change)
        {
            _history.Add(change);
            _context.Output.Add(change);
        }
    }
}
