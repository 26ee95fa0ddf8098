using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>
/// A region as sections 2 to 5 of the specification read, word by word and however slow: everything is worked out anew from the
/// list of known facts at each step. What an optimised engine answers is compared with it.
/// </summary>
internal sealed class NaiveRegion(string code, RegionCatalog catalog, EngineOptions options)
{
    private readonly NaiveFacts _facts = new(code, options);
    private readonly NaiveLevels _levels = new(options);
    private readonly NaiveSources _sources = new();
    private readonly SortedDictionary<string, NaiveThreshold> _thresholds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ThreatLevel> _children = new(StringComparer.Ordinal);
    private readonly NaivePlaces _places = new();
    private List<Incident> _incidents = [];
    private LevelOverride? _override;
    private long _now;
    private NaiveBeginning _beginning = NaiveBeginning.Never;
    private NaiveStory _story = NaiveStory.Clock;

    /// <summary>All revisions so far in the order in which they came about.</summary>
    public List<OracleRevision> Revisions { get; } = [];

    public IReadOnlyDictionary<(string Region, string IncidentId), Incident> Incidents => _incidents.ToDictionary(i => (i.Region, i.IncidentId));

    public ThreatLevel ComputedLevel => _levels.Computed;

    public ThreatLevel ShownLevel => _override?.Level
        ?? _thresholds.Values.Where(t => t.Open is not null).Select(t => Floor(t.Open!.Threshold.Severity))
            .Concat(_children.Values)
            .Append(_levels.Computed)
            .Max();

    /// <summary>The next instant at which something happens by itself; null when all is quiet.</summary>
    public long? NextDeadline => _thresholds.Values
        .SelectMany(t => new[] { t.NextClear(_now, _incidents), t.NextUpdate(_now, _incidents, HalfLife), t.NextCooldownEnd, t.NextQuiet(_now) })
        .Append(_levels.NextFall(Own, _now))
        .Append(_override?.Expires)
        .Min();

    /// <summary>Score of the region's own incidents at an instant in UTC ticks, not before the newest of them.</summary>
    public double Score(long at) => _levels.Score(Own, at);

    /// <summary>Runs the clock through every deadline up to and including <paramref name="now"/>.</summary>
    public void Advance(long now)
    {
        var story = _story;
        _story = NaiveStory.Clock;
        NaivePlaces.Current = _places;
        while (NextDeadline is { } deadline && deadline <= Math.Max(now, _now))
        {
            Pass(Math.Max(deadline, _now));
        }

        _now = Math.Max(now, _now);
        _story = story;
    }

    public ReportOutcome? Apply(long now, RegionInput input)
    {
        _story = NaiveStory.Clock;
        Advance(now);
        _levels.Pass(_now);
        foreach (var threshold in _thresholds.Values)
        {
            threshold.CloseDays(_now, _incidents);
        }

        switch (input)
        {
            case ReportInput { Report: var report }:
                var outcome = _facts.Tell(_now, report);
                if (outcome.Status == ReportStatus.Accepted)
                {
                    _sources.Note(report.Source, _now);
                    if (_facts.Touched)
                    {
                        _story = new NaiveStory([]);
                        Judge($"report {report.ReportId} of {report.Source}, revision {report.Revision}");
                    }
                    else
                    {
                        JudgeQuiet();
                    }
                }

                return outcome;
            case RollUpInput rollUp when _facts.RollUp(rollUp.Child, rollUp.Sequence, rollUp.Changes):
                _children[rollUp.Child] = rollUp.Summary?.ShownLevel ?? _children.GetValueOrDefault(rollUp.Child, ThreatLevel.Low);
                if (_facts.Touched)
                {
                    _story = new NaiveStory(rollUp.Changes);
                    Judge(rollUp.Changes.Select(c => c.Cause).FirstOrDefault(c => c is not null) ?? $"figures from {rollUp.Child}");
                }

                break;
            case AdoptInput adopt:
                foreach (var version in adopt.Versions)
                {
                    Adopt(version);
                }

                break;
            case PlacesInput places:
                var towns = _facts.Towns().Distinct().ToList();
                var before = towns.ConvertAll(t => _places.Said(t.Region, t.Town));
                _places.Adopt(places.Versions);
                if (!before.SequenceEqual(towns.ConvertAll(t => _places.Said(t.Region, t.Town))))
                {
                    _story = new NaiveStory([]);
                    Judge("operators have said something of towns");
                }

                break;
            case JoinInput join:
                _facts.Join(join.IncidentId, join.Other);
                JudgeIfTouched("incidents were joined");
                break;
            case PartInput { Other: { } other } part:
                _facts.Part(part.IncidentId, other);
                JudgeIfTouched("incidents were parted");
                break;
            case PartInput { Source: { } source, ReportId: { } reportId } part:
                _facts.TakeOut(part.IncidentId, source, reportId);
                JudgeIfTouched("a report was taken out");
                break;
            case OverrideInput { Value: var value }:
                _override = value?.Expires <= _now ? null : value;
                break;
            case OutageInput { To: var end }:
                _sources.NoteOutage(_now, end);
                JudgeQuiet();
                break;
            case SetClockInput { To: var to } when to < _now:
                foreach (var threshold in _thresholds.Values)
                {
                    threshold.SetBack(_now, to, _incidents, HalfLife);
                }

                _now = to;
                _facts.SetBack(to);
                _sources.SetBack(to);
                _levels.SetBack(to);
                _beginning = _beginning.SetBack(to);
                Judge("the clock was set back");
                break;
            case AlertActInput { Ended: not null } act:
                if (Revisions.Last(r => r.AlertId == act.AlertId).ActedOn(act.Act, act.By, _now) is { } revision)
                {
                    Revisions.Add(revision);
                }

                break;
            case AlertActInput act:
                _thresholds.Values.FirstOrDefault(t => t.Open?.AlertId == act.AlertId)?.Act(_now, act.Act, act.By);
                break;
        }

        return null;
    }

    /// <summary>The story with which the last input passes up a changed incident.</summary>
    public string? StoryOf(IncidentChange change) => _story.Of(change);

    private OracleRevision Tell(OracleRevision revision)
    {
        revision = revision.Change == AlertChange.Raised ? _story.Of(revision) : revision;
        Revisions.Add(revision);
        return revision;
    }

    private long HalfLife => options.HalfLife.Ticks;

    private List<Incident> Own => [.. _incidents.Where(i => i.Region == code)];

    /// <summary>What happens by itself at one instant, in the order of section 4.</summary>
    private void Pass(long instant)
    {
        _now = instant;
        _levels.Settle(Own, _now);
        foreach (var threshold in _thresholds.Values)
        {
            threshold.NoteQuiet(_now);
            threshold.LevelSettled();
            threshold.ClearIfDue(_now, _incidents, HalfLife);
        }

        if (_override?.Expires <= _now)
        {
            _override = null;
        }

        foreach (var threshold in _thresholds.Values)
        {
            threshold.UpdateIfDue(_now, _incidents, HalfLife);
        }

        foreach (var threshold in _thresholds.Values)
        {
            threshold.EndCooldownIfDue(_now, _incidents, HalfLife, _beginning);
        }

        foreach (var threshold in _thresholds.Values)
        {
            threshold.RaiseIfQuiet(_now, _incidents, HalfLife, _beginning);
        }
    }

    private void JudgeQuiet()
    {
        foreach (var threshold in _thresholds.Values.Where(t => t.Definition?.Measure == Measure.Quiet))
        {
            threshold.Judge(_now, _incidents, HalfLife, "none is cancelled", _beginning);
        }
    }

    /// <summary>One of the region's own reports with the incident that it is in.</summary>
    public (string IncidentId, string Source, string ReportId)? Report(int number) => _facts.Report(number);

    private void JudgeIfTouched(string cause)
    {
        if (_facts.Touched)
        {
            _story = new NaiveStory([]);
            Judge(cause);
        }
    }

    private void Judge(string cause)
    {
        _incidents = _facts.Incidents();
        _beginning = _beginning.With(_incidents, _now);
        _levels.Settle(Own, _now);
        foreach (var threshold in _thresholds.Values)
        {
            threshold.Judge(_now, _incidents, HalfLife, cause, _beginning);
        }
    }

    private void Adopt(ThresholdVersion version)
    {
        if (!_thresholds.TryGetValue(version.Id, out var threshold))
        {
            threshold = new NaiveThreshold(version.Id, code, catalog, options, _levels, _sources, Tell);
            _thresholds.Add(version.Id, threshold);
        }

        threshold.Adopt(_now, version, _incidents, HalfLife, _beginning);
    }

    private static ThreatLevel Floor(Severity severity) => severity switch
    {
        Severity.Warning => ThreatLevel.Substantial,
        Severity.Severe => ThreatLevel.Severe,
        Severity.Critical => ThreatLevel.Critical,
        _ => ThreatLevel.Low,
    };
}
