using Alerting.Alerts;
using Alerting.Engine.Names;
using Alerting.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

// What makes a measure worth an alert: the conditions of a surge, how rare it is for the region, and what holds it back.
internal sealed partial class NaiveThreshold
{
    private readonly NaiveDays _days = new();
    private NaiveBeginning _beginning = NaiveBeginning.Never;

    /// <summary>The definition of the last version, in force or not; null when it was a deletion.</summary>
    private Threshold? _last;

    private double _endedPeak = double.PositiveInfinity;
    private double _highest;
    private long? _heldSince;

    /// <summary>The level has been settled at an instant by itself: it may have fallen.</summary>
    public void LevelSettled()
    {
        if (Definition?.Measure == Measure.Level && (int)levels.Computed < Definition.AtLeast)
        {
            _heldSince = null;
        }
    }

    /// <summary>Before the facts change: writes down the ends that count no more, by the present version and by one that follows.</summary>
    public void CloseDays(long now, IReadOnlyList<Incident> incidents, long? followingLateness = null)
    {
        NoteQuiet(now);
        if (Definition is { } threshold && threshold.Measure is not (Measure.Level or Measure.Quiet))
        {
            var through = now - Math.Min(threshold.Lateness.Ticks, followingLateness ?? long.MaxValue);
            WriteDown(incidents, _days.ClosedThrough, through);
            _days.Close(through);
        }
    }

    private void WriteDown(IReadOnlyList<Incident> incidents, long after, long through)
    {
        if (Definition is not { } threshold || threshold.Measure is Measure.Level or Measure.Quiet)
        {
            return;
        }

        foreach (var peak in Ends(threshold, Matching(threshold, incidents), after, through))
        {
            if (peak.Judged(threshold) > 0 && Qualifies(threshold, peak))
            {
                _days.Note(peak.To!.Value, peak.Judged(threshold));
            }
        }
    }

    /// <summary>Numbers of past days go over to a version that measures the same.</summary>
    private void CarryOver(Threshold? next, bool isInForce, long now)
    {
        if (_last is null || next is null || Measured(_last) != Measured(next))
        {
            _days.Forget();
            _endedPeak = double.PositiveInfinity;
            _heldSince = null;
            _highest = 0;
            Open = Open is { } open ? open with { AcknowledgedValue = null } : null;
        }

        _last = next;
        if (isInForce)
        {
            _days.Begin(now - (next!.Measure == Measure.Quiet ? 0 : next.Lateness.Ticks));
        }
        else
        {
            _heldSince = null;
        }
    }

    private void SetBackDays(long to)
    {
        _heldSince = _heldSince is { } held ? Math.Min(held, to) : null;
        if (_last is not null)
        {
            _days.SetBack(to, to - (_last.Measure == Measure.Quiet ? 0 : _last.Lateness.Ticks));
        }
    }

    /// <summary>All that a number depends on, as text.</summary>
    private static string Measured(Threshold threshold) => string.Join(
        '|',
        threshold.Measure,
        threshold.Count ?? Counting.Stated,
        threshold.Window,
        threshold.Scope.Depth,
        threshold.Match.MinGradeFactor,
        string.Join(',', threshold.Match.Kinds.Order()),
        string.Join(',', threshold.Match.Families.Order()),
        string.Join(',', threshold.Match.Towns.Order()),
        string.Join(',', threshold.Match.Actors.Order()),
        string.Join(';', (threshold.Steps ?? []).Select(step => $"{step.MinGradeFactor} {string.Join(',', step.Kinds.Order())} {string.Join(',', step.Families.Order())} {string.Join(',', step.Towns.Order())} {string.Join(',', step.Actors.Order())}")),
        threshold.SameActor,
        threshold.SameTown,
        threshold.Measure == Measure.Surge
            ? $"{threshold.Baseline} {threshold.Floor} {threshold.MaxProbability} {threshold.MinIncidents}"
            : "",
        threshold.Measure == Measure.Quiet ? $"{threshold.Baseline} {threshold.MinReports}" : "");

    private static bool Reaches(Threshold threshold, Peak peak) => peak.Judged(threshold) >= threshold.AtLeast && Qualifies(threshold, peak);

    private static bool Qualifies(Threshold threshold, Peak peak) =>
        threshold.Measure != Measure.Surge
        || (peak.Expected is { } expected
            && peak.Value > 0
            && peak.Evidence.Count >= (threshold.MinIncidents ?? 0)
            && (threshold.MaxProbability is not { } most || OracleComparison.PoissonTail(peak.Evidence.Count, expected) <= most))
        || (threshold.MaxProbability is null && threshold.MinIncidents is null);

    private static bool RisesMuch(Peak peak, OracleRevision told) =>
        told.Threshold.Measure == Measure.Level ? peak.Value > told.Value : peak.Judged(told.Threshold) >= 1.5 * told.Judged;

    private AlertRarity RarityOf(Threshold threshold, Peak peak, long now)
    {
        var baseline = threshold.Measure is not (Measure.Surge or Measure.Quiet) && threshold.Baseline is { } stated ? stated.Ticks : 365 * NaiveDays.Day;
        var lateness = threshold.Lateness.Ticks;
        if (threshold.Measure == Measure.Quiet)
        {
            NoteQuiet(now);
            return _days.Rarity(peak.Value, now, now, Math.Max(_beginning.KnownSince, _days.Since!.Value), baseline, lateness);
        }

        return threshold.Measure == Measure.Level
            ? NaiveDays.Rarity(peak.Judged(threshold), now, now, _beginning.KnownSince, baseline, lateness, levels.OfDay)
            : _days.Rarity(peak.Judged(threshold), peak.To!.Value, now, Math.Max(_beginning.FirstEventAt, _days.Since!.Value), baseline, lateness);
    }

    private void Raise(long now, IReadOnlyList<Incident> incidents, long halfLife)
    {
        if (Open is not null)
        {
            return;
        }

        if (Definition is not { } threshold || Greatest(threshold, incidents, halfLife, now, now) is not { } peak || !Reaches(threshold, peak))
        {
            _heldSince = null;
            return;
        }

        var isGreat = peak.Judged(threshold) >= 3 * threshold.AtLeast;
        if (IsCooling(now) && !isGreat && !(peak.Judged(threshold) > _endedPeak))
        {
            _heldSince ??= now;
            return;
        }

        var heldSince = _heldSince;
        _heldSince = null;
        var rarity = RarityOf(threshold, peak, now);
        if (threshold.RarerThan is { } share && rarity.Days >= 28 && (double)rarity.Reached / rarity.Days > share && !isGreat)
        {
            return;
        }

        _ordinal++;
        _highest = 0;
        var window = threshold.Window?.Ticks;
        Emit(new OracleRevision
        {
            AlertId = $"{region}.{id}.{_ordinal}",
            Revision = 1,
            Change = AlertChange.Raised,
            At = now,
            RaisedAt = now,
            Version = _version,
            RaisedByVersion = _version,
            Threshold = threshold,
            Value = peak.Value,
            Certain = peak.Certain,
            Doubts = peak.Doubts.Value.Pairs,
            From = peak.To - window,
            To = peak.To,
            Expected = peak.Expected,
            Evidence = peak.Evidence,
            Decisive = peak.Decisive,
            Quiet = peak.Quiet,
            Rarity = rarity,
            HeldSince = heldSince,
            Towns = Towns(peak.Evidence),
            TownsCount = peak.Evidence.Where(i => i.Town is not null).DistinctBy(i => NaivePlaces.Current.TownOf(i.Region, i.Town!)).Count(),
        });
    }

    private static List<string> Towns(IEnumerable<Incident> evidence) =>
        [.. evidence.Where(i => i.Town is not null)
            .GroupBy(i => NaivePlaces.Current.TownOf(i.Region, i.Town!))
            .Take(100)
            .Select(town => town.OrderByDescending(i => i.TownFactor).ThenByDescending(i => i.TownReportedAt).ThenBy(i => i.IncidentId, StringComparer.Ordinal).First())
            .Select(i => NaivePlaces.Current.Shown(i.Region, i.Town!))
            .Order(StringComparer.Ordinal)];
}
