using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>The measures of section 4 over a list of matching incidents, each taken by looking at every one of them.</summary>
internal static class NaiveMeasures
{
    private const long Day = TimeSpan.TicksPerDay;
    private const long LeastBaseline = 7 * Day;

    public static bool Matches(Match match, Incident incident) =>
        ((match.Kinds.Count == 0 && match.Families.Count == 0)
            || match.Kinds.Contains(incident.Kind) || match.Families.Contains(incident.Family))
        && incident.GradeFactor >= match.MinGradeFactor
        && (match.Towns.Count == 0 || (incident.Town is not null && NaivePlaces.Current.NamesOf(incident.Region, incident.Town).Intersect(match.Towns.Select(NameFolding.Fold)).Any()))
        && (match.Actors.Count == 0 || match.Actors.Any(a => incident.Actors.Any(b => Same(a, b))));

    /// <summary>The measure of the window that ends at <paramref name="end"/>.</summary>
    public static Peak At(
        Threshold threshold, string region, RegionCatalog catalog, IReadOnlyList<Incident> matching, long end, long correlationWindow)
    {
        var window = threshold.Window!.Value.Ticks;
        var inside = Peak.NewestFirst(matching.Where(i => end - window < i.OccurredAt && i.OccurredAt <= end));
        if (threshold.Measure == Measure.Surge)
        {
            return Surge(threshold, matching, inside, end);
        }

        if (threshold.Measure == Measure.Sequence)
        {
            var chain = NaiveSequence.Best(threshold, inside);
            return new Peak(chain.Count > 0 ? 1 : 0, end, chain);
        }

        var value = threshold.Measure switch
        {
            Measure.Incidents => inside.Count,
            Measure.Towns => inside.Where(i => i.Town is not null).Select(i => NaivePlaces.Current.TownOf(i.Region, i.Town!)).Distinct().Count(),
            Measure.Regions => Regions(region, catalog, inside),
            Measure.Killed => inside.Sum(i => (long)i.Killed),
            Measure.Wounded => inside.Sum(i => (long)i.Wounded),
            Measure.Casualties => inside.Sum(i => (long)i.Killed + i.Wounded),
            Measure.Weight => inside.Sum(i => (long)Math.Round(i.Weight * 1e9)) / 1e9,
            _ => throw new ArgumentOutOfRangeException(nameof(threshold), threshold.Measure, "No measure of a window."),
        };
        return new Peak(value, end, inside) { Doubts = new(() => NaiveDoubts.Of(threshold.Measure, value, inside, correlationWindow)) };
    }

    /// <summary>All instants after <paramref name="after"/> at which the measure of the window ending there can differ from the one just before.</summary>
    public static SortedSet<long> Breaks(Threshold threshold, IReadOnlyList<Incident> matching, long after)
    {
        var window = threshold.Window!.Value.Ticks;
        var breaks = new SortedSet<long>();
        foreach (var at in matching.Select(i => i.OccurredAt))
        {
            breaks.Add(at);
            breaks.Add(at + window);
            for (var days = LeastBaseline; threshold.Measure == Measure.Surge && days <= Baseline(threshold); days += Day)
            {
                // The baseline grows with the day since the first incident and loses this one behind its far end.
                breaks.Add(at + window + days);
            }
        }

        breaks.RemoveWhere(at => at <= after);
        return breaks;
    }

    /// <summary>
    /// n / expected with expected = m x window / b. Written as n b / (m window), in which both products are exact,
    /// so that a ratio that equals a bound is found equal; the window falls out of the condition on the floor.
    /// </summary>
    private static Peak Surge(Threshold threshold, IReadOnlyList<Incident> matching, List<Incident> inside, long end)
    {
        var window = threshold.Window!.Value.Ticks;
        var start = end - window;
        var known = matching.Count == 0 ? 0 : start - matching.Min(i => i.OccurredAt);
        var b = Math.Min(Baseline(threshold), known) / Day * Day;
        if (b < LeastBaseline)
        {
            return new Peak(0, end, inside);
        }

        var before = matching.Count(i => start - b < i.OccurredAt && i.OccurredAt <= start);
        return before == 0 || (double)before * LeastBaseline < (threshold.Floor ?? 1) * b
            ? new Peak(0, end, inside)
            : new Peak((double)inside.Count * b / ((double)before * window), end, inside, (double)before * window / b);
    }

    private static long Baseline(Threshold threshold) => threshold.Baseline?.Ticks ?? 28 * Day;

    private static int Regions(string region, RegionCatalog catalog, IEnumerable<Incident> inside)
    {
        var below = inside.Select(i => i.Region).Where(r => r != region && catalog.IsWithin(r, region)).Distinct().ToList();
        return below.Count(r => !below.Exists(other => other != r && catalog.IsWithin(other, r)));
    }

    public static bool Same(string left, string right) => NameFolding.Fold(left) == NameFolding.Fold(right);
}
