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
    string id, string region, RegionCatalog catalog, EngineOptions options, NaiveLevels levels, Func<OracleRevision, OracleRevision> tell)
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
            if (Definition.Measure != Measure.Level && !Reaches(Definition, peak))
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

        Open = Open is { } open ? open with { At = Math.Min(open.At, to) } : null;
        _adoptedAt = Math.Min(_adoptedAt, to);
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
            ? RisesMuch(peak, open) ? now : Math.Max(now, open.At + Definition!.UpdateEvery.Ticks)
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

    public void Acknowledge(long now, string by, string? note)
    {
        if (Open!.Acknowledged is not { } known || (known.By, known.Note) != (by, note))
        {
            Revise(now, AlertChange.Acknowledged, Told(Open), acknowledged: new Acknowledgement(Instants.FromTicks(now), by, note));
        }
    }

    private bool InScope(Threshold threshold) => threshold.Scope.Depth == Depth.Leaf
        ? threshold.Scope.Regions.Any(r => r == "*" || catalog.IsWithin(region, r))
        : threshold.Measure != Measure.Level
            && threshold.Scope.Regions.Any(r => r == region || (r == "*" && catalog[region].Parent is null));

    private bool IsCooling(long now) => Definition is not null && now < _clearedAt + Definition.Cooldown.Ticks;

    private void Clear(long now, IReadOnlyList<Incident> incidents, long halfLife)
    {
        var peak = Present(incidents, halfLife, now);
        _endedPeak = Definition!.Measure == Measure.Level ? _highest : peak.Judged(Definition);
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
        long now, AlertChange change, Peak peak, Threshold? threshold = null, int? version = null, string? reason = null, Acknowledgement? acknowledged = null)
    {
        var last = Open!;
        threshold ??= last.Threshold;
        Emit(last with
        {
            Revision = last.Revision + 1,
            Change = change,
            At = now,
            Reason = reason,
            Version = version ?? last.Version,
            Threshold = threshold,
            Value = peak.Value,
            Certain = peak.Certain,
            Doubts = peak.Doubts.Value.Pairs,
            From = peak.To - threshold.Window?.Ticks,
            To = peak.To,
            Expected = peak.Expected,
            Evidence = peak.Evidence,
            Towns = change == AlertChange.Acknowledged ? last.Towns : Towns(peak.Evidence),
            TownsCount = change == AlertChange.Acknowledged ? last.TownsCount : peak.Evidence.Where(i => i.Town is not null).DistinctBy(i => NaivePlaces.Current.TownOf(i.Region, i.Town!)).Count(),
            Decisive = peak.Decisive,
            Acknowledged = acknowledged ?? last.Acknowledged,
            Rarity = change != AlertChange.Acknowledged && Reaches(threshold, peak) ? RarityOf(threshold, peak, now) : last.Rarity,
        });
    }

    private void Emit(OracleRevision revision)
    {
        var told = tell(revision);
        (Open, _highest) = (told.Status == AlertStatus.Open ? told : null, Math.Max(_highest, told.Value));
    }

    private static Peak Told(OracleRevision last) =>
        new(last.Value, last.To, last.Evidence, last.Expected, last.Decisive) { Doubts = new((last.Certain, last.Doubts)) };

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

    /// <summary>Decay keeps the order of decayed weights, so that it is the same at every instant.</summary>
    private Peak Level(IReadOnlyList<Incident> matching, long halfLife)
    {
        var heaviest = matching
            .OrderByDescending(i => Math.Log2(i.Weight) + ((double)i.OccurredAt / halfLife))
            .ThenByDescending(i => i.OccurredAt)
            .ThenBy(i => i.IncidentId, StringComparer.Ordinal)
            .Take(LevelEvidence)
            .ToList();
        return new Peak((int)levels.Computed, null, Peak.NewestFirst(heaviest), null, Peak.NewestFirst(heaviest.Take(DecisiveForLevel)));
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
        var start = earliest - clearAfter;
        var matching = Matching(threshold, incidents);
        var breaks = threshold.Measure == Measure.Level
            ? [.. levels.History.Select(h => h.From).Where(at => at > start)]
            : NaiveMeasures.Breaks(threshold, matching, start);
        long[] stretches = [start, .. breaks, long.MaxValue];
        long? belowSince = null;
        for (var i = 0; i < stretches.Length - 1; i++)
        {
            var measure = threshold.Measure == Measure.Level
                ? (int)levels.History.Last(h => h.From <= stretches[i]).Level
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
