using Alerting.Alerts;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>One threshold in one region and the life of its alerts (section 4). Keeps only what no list of facts can tell.</summary>
internal sealed partial class NaiveThreshold(
    string id, string region, RegionCatalog catalog, EngineOptions options, NaiveLevels levels, NaiveSources sources,
    Func<OracleRevision, OracleRevision> tell)
{
    private const int LevelEvidence = 50;
    private const int DecisiveForLevel = 10;

    private readonly HashSet<(string Region, string IncidentId)> _told = [];
    private int _version;
    private int _ordinal;
    private long? _horizon;
    private long? _clearedAt;
    private bool _cooling;
    private long _adoptedAt;

    public string Id => id;

    /// <summary>The definition in force in this region; null when there is none.</summary>
    public Threshold? Definition { get; private set; }

    /// <summary>The last revision of the open alert.</summary>
    public OracleRevision? Open { get; private set; }

    public void Adopt(long now, ThresholdVersion version, IReadOnlyList<Incident> incidents, long halfLife, NaiveBeginning beginning)
    {
        if (version.Version <= _version)
        {
            return;
        }

        _beginning = beginning;
        CloseDays(now, incidents, version.Definition?.Lateness.Ticks);

        var adopted = version.InForce && InScope(version.Definition!) ? version.Definition : null;
        Peak? goesOn = null;
        if (Open is { } open)
        {
            if (adopted is not null && Greatest(adopted, incidents, halfLife, open.RaisedAt, now) is { } peak && Reaches(adopted, peak))
            {
                goesOn = peak;
            }
            else
            {
                Revise(now, AlertChange.Cleared, Present(incidents, halfLife, now), reason: "threshold-changed");
            }
        }

        CarryOver(version.Definition, adopted is not null, now);
        if (goesOn is not null)
        {
            Revise(now, AlertChange.Updated, goesOn, adopted, version.Version);
        }

        _adoptedAt = now;
        _quietNoted = now;
        _quietSince = now;
        _version = version.Version;
        Definition = adopted;
        _cooling = IsCooling(now);
        Raise(now, incidents, halfLife);
    }

    /// <summary>Judges after the facts changed.</summary>
    public void Judge(long now, IReadOnlyList<Incident> incidents, long halfLife, string cause, NaiveBeginning beginning)
    {
        _beginning = beginning;
        if (Definition is null)
        {
            return;
        }

        if (Open is { } open)
        {
            var peak = Present(incidents, halfLife, now);
            if (Definition.Measure is not (Measure.Level or Measure.Quiet) && !Reaches(Definition, peak))
            {
                Revise(now, AlertChange.Cancelled, peak, reason: cause);
            }
            else if (FirstClear(incidents, Math.Max(_adoptedAt, open.RaisedAt + Definition.ClearAfter.Ticks)) <= now)
            {
                Clear(now, incidents, halfLife);
            }
            else
            {
                UpdateIfDue(now, incidents, halfLife);
            }
        }

        Raise(now, incidents, halfLife);
    }

    /// <summary>The clock is set back: an alert of later ends, what else happened later happened at that instant.</summary>
    public void SetBack(long now, long to, IReadOnlyList<Incident> incidents, long halfLife)
    {
        if (Open?.RaisedAt > to)
        {
            Revise(now, AlertChange.Cleared, Present(incidents, halfLife, now), reason: "clock-set-back");
        }

        Open = Open is { } open ? open with { At = Math.Min(open.At, to), PacedAt = Math.Min(open.PacedAt, to) } : null;
        _adoptedAt = Math.Min(_adoptedAt, to);
        _quietNoted = Math.Min(_quietNoted, to);
        _quietSince = to;
        _horizon = _horizon is { } horizon ? Math.Min(horizon, to) : null;
        _clearedAt = _clearedAt is { } cleared ? Math.Min(cleared, to) : null;
        _cooling = IsCooling(to);
        SetBackDays(to);
    }

    /// <summary>The instant at which the open alert clears if no fact is added.</summary>
    public long? NextClear(long now, IReadOnlyList<Incident> incidents) =>
        Open is { } open ? FirstClear(incidents, Math.Max(now, open.RaisedAt + Definition!.ClearAfter.Ticks)) : null;

    public void ClearIfDue(long now, IReadOnlyList<Incident> incidents, long halfLife)
    {
        if (NextClear(now, incidents) <= now)
        {
            Clear(now, incidents, halfLife);
        }
    }

    /// <summary>The instant at which a change that is not told yet goes out.</summary>
    public long? NextUpdate(long now, IReadOnlyList<Incident> incidents, long halfLife) =>
        Open is { } open && Present(incidents, halfLife, now) is var peak && !peak.SameAs(Told(open), Definition!)
            ? RisesMuch(peak, open) || HasGrown(open, Definition!, peak) ? now : Math.Max(now, open.PacedAt + Definition!.UpdateEvery.Ticks)
            : null;

    public void UpdateIfDue(long now, IReadOnlyList<Incident> incidents, long halfLife)
    {
        if (NextUpdate(now, incidents, halfLife) <= now)
        {
            Revise(now, AlertChange.Updated, Present(incidents, halfLife, now));
        }
    }

    /// <summary>The end of the cooldown, at which the facts are judged again.</summary>
    public long? NextCooldownEnd => _cooling && Definition is not null ? _clearedAt + Definition.Cooldown.Ticks : null;

    public void EndCooldownIfDue(long now, IReadOnlyList<Incident> incidents, long halfLife, NaiveBeginning beginning)
    {
        if (NextCooldownEnd <= now)
        {
            _beginning = beginning;
            _cooling = false;
            Raise(now, incidents, halfLife);
        }
    }

    public void Act(long now, AlertAct act, string by)
    {
        if (Open!.ActedOn(act, by, now) is { } revision)
        {
            Emit(revision);
        }
    }

    /// <summary>Whether what was acknowledged has become graver, or twice as much as it was, or for a level more than it was.</summary>
    private static bool HasGrown(OracleRevision open, Threshold threshold, Peak peak) =>
        open.Acknowledged is not null
        && (threshold.Severity > open.Threshold.Severity
            || (open.AcknowledgedValue is { } known
                && peak.Judged(threshold) > known
                && (threshold.Measure == Measure.Level || peak.Judged(threshold) >= 2 * known)));

    private bool InScope(Threshold threshold) => threshold.Scope.Depth == Depth.Leaf
        ? threshold.Scope.Regions.Any(r => r == "*" || catalog.IsWithin(region, r))
        : threshold.Measure != Measure.Level
            && threshold.Scope.Regions.Any(r => r == region || (r == "*" && catalog[region].Parent is null));

    private bool IsCooling(long now) => Definition is not null && now < _clearedAt + Definition.Cooldown.Ticks;

    private void Clear(long now, IReadOnlyList<Incident> incidents, long halfLife)
    {
        var peak = Present(incidents, halfLife, now);
        _endedPeak = Definition!.Measure is Measure.Level or Measure.Quiet ? _highest : peak.Judged(Definition);
        Revise(now, AlertChange.Cleared, peak);
        CloseDays(now, incidents);
        WriteDown(incidents, _days.ClosedThrough, now);
        var matching = Matching(Definition!, incidents);
        _told.UnionWith(matching.Select(i => (i.Region, i.IncidentId)));
        _horizon = matching.Count > 0 ? matching.Max(i => i.OccurredAt) : _horizon;
        _clearedAt = now;
        _cooling = true;
    }

    private void Revise(
        long now, AlertChange change, Peak peak, Threshold? threshold = null, int? version = null, string? reason = null)
    {
        var last = Open!;
        threshold ??= last.Threshold;
        var hasGrown = change == AlertChange.Updated && HasGrown(last, threshold, peak);
        Emit(last with
        {
            Revision = last.Revision + 1,
            Change = change,
            At = now,
            PacedAt = now,
            By = null,
            Comment = null,
            Ended = change switch
            {
                AlertChange.Cleared => (AlertStatus.Cleared, now),
                AlertChange.Cancelled => (AlertStatus.Cancelled, now),
                _ => null,
            },
            Reason = hasGrown ? "grown" : reason,
            Version = version ?? last.Version,
            Threshold = threshold,
            Value = peak.Value,
            Certain = peak.Certain,
            Doubts = peak.Doubts.Value.Pairs,
            From = peak.To - threshold.Window?.Ticks,
            To = peak.To,
            Expected = peak.Expected,
            Evidence = peak.Evidence,
            Towns = Towns(peak.Evidence),
            TownsCount = peak.Evidence.Where(i => i.Town is not null).DistinctBy(i => NaivePlaces.Current.TownOf(i.Region, i.Town!)).Count(),
            Decisive = peak.Decisive,
            Quiet = peak.Quiet,
            Acknowledged = hasGrown ? null : last.Acknowledged,
            AcknowledgedValue = hasGrown || last.Acknowledged is null ? null
                : last.AcknowledgedValue ?? (change == AlertChange.Updated ? peak.Judged(threshold) : null),
            Rarity = Reaches(threshold, peak) ? RarityOf(threshold, peak, now) : last.Rarity,
        });
    }

    private void Emit(OracleRevision revision)
    {
        var told = tell(revision);
        (Open, _highest) = (told.Status == AlertStatus.Open ? told : null, Math.Max(_highest, told.Value));
    }

    private static Peak Told(OracleRevision last) =>
        new(last.Value, last.To, last.Evidence, last.Expected, last.Decisive) { Quiet = last.Quiet, Doubts = new((last.Certain, last.Doubts)) };

    private Peak Present(IReadOnlyList<Incident> incidents, long halfLife, long now) =>
        Greatest(Open!.Threshold, incidents, halfLife, Open.RaisedAt, now) ?? Peak.Nothing;

    /// <summary>The counting end with the greatest measure, the latest of equals; null without a counting end.</summary>
    private Peak? Greatest(Threshold threshold, IReadOnlyList<Incident> incidents, long halfLife, long countsFrom, long now)
    {
        var matching = Matching(threshold, incidents);
        if (threshold.Measure == Measure.Level)
        {
            return Level(matching, halfLife);
        }

        if (threshold.Measure == Measure.Quiet)
        {
            return Quiet(threshold, now);
        }

        return Ends(threshold, matching, countsFrom - threshold.Lateness.Ticks, now)
            .OrderByDescending(peak => Qualifies(threshold, peak))
            .ThenByDescending(peak => peak.Judged(threshold))
            .ThenByDescending(peak => peak.To)
            .FirstOrDefault();
    }

    /// <summary>What is measured at each end in (after, through].</summary>
    private IEnumerable<Peak> Ends(Threshold threshold, List<Incident> matching, long after, long through)
    {
        var untold = matching.Where(i => !_told.Contains((i.Region, i.IncidentId))).ToList();
        return matching.Select(i => i.OccurredAt)
            .Where(end => after < end && end <= through)
            .Distinct()
            .Select(end => NaiveMeasures.At(threshold, region, catalog, end <= _horizon ? untold : matching, end, options.CorrelationWindow.Ticks));
    }

    private List<Incident> Matching(Threshold threshold, IReadOnlyList<Incident> incidents) =>
        [.. incidents.Where(i => (threshold.Scope.Depth == Depth.Root || i.Region == region) && NaiveMeasures.Matches(threshold.Match, i)
            && (threshold.Steps is null || threshold.Steps.Any(step => NaiveMeasures.Matches(step, i))))];

    /// <summary>
    /// The first T, not before <paramref name="earliest"/>, with the measure below clearBelow all through [T - clearAfter, T] as the facts
    /// stand. The measure is a staircase that changes only at its breaks, so each stretch between two of them is looked at once.
    /// </summary>
    private long? FirstClear(IReadOnlyList<Incident> incidents, long earliest)
    {
        var (threshold, clearAfter) = (Definition!, Definition!.ClearAfter.Ticks);

        // How many sources were quiet by another version, or by a clock that was ahead, says nothing.
        earliest = threshold.Measure == Measure.Quiet ? Math.Max(earliest, _quietSince + clearAfter) : earliest;
        var start = earliest - clearAfter;
        var matching = Matching(threshold, incidents);
        var breaks = threshold.Measure == Measure.Level
            ? [.. levels.History.Select(h => h.From).Where(at => at > start)]
            : threshold.Measure == Measure.Quiet ? sources.Breaks(threshold, start)
            : NaiveMeasures.Breaks(threshold, matching, start);
        long[] stretches = [start, .. breaks, long.MaxValue];
        long? belowSince = null;
        for (var i = 0; i < stretches.Length - 1; i++)
        {
            var measure = threshold.Measure == Measure.Level
                ? (int)levels.History.Last(h => h.From <= stretches[i]).Level
                : threshold.Measure == Measure.Quiet ? sources.QuietAt(threshold, stretches[i]).Count
                : NaiveMeasures.At(threshold, region, catalog, matching, stretches[i], options.CorrelationWindow.Ticks).Judged(threshold);
            belowSince = measure < threshold.ClearBelow ? belowSince ?? stretches[i] : null;
            if (belowSince is { } since && Math.Max(earliest, since + clearAfter) is var at && at < stretches[i + 1])
            {
                return at;
            }
        }

        return null;
    }
}
