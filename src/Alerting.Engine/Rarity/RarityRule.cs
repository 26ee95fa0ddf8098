using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Engine.Rarity;

/// <summary>How rare a measure is by a threshold: which past days count, and on how many it was reached.</summary>
internal sealed class RarityRule(Threshold threshold)
{
    private const int DefaultDays = 365;

    /// <summary>For surge and quiet, <c>baseline</c> is what is usual before the window.</summary>
    private readonly int _days = threshold.Measure is Measure.Surge or Measure.Quiet || threshold.Baseline is not { } baseline
        ? DefaultDays
        : (int)(baseline.Ticks / TimeSpan.TicksPerDay);

    private readonly long _lateness = threshold.Lateness.Ticks;

    /// <summary>The days with which a measure is compared. Their numbers change no more.</summary>
    /// <param name="begins">When what is known of them begins, UTC ticks; the day of this instant does not count yet.</param>
    /// <param name="end">End of the window measured, or the instant at which the measure was taken, UTC ticks.</param>
    /// <param name="now">UTC ticks.</param>
    public DayRange DaysBefore(long begins, long end, long now)
    {
        // A day counts when it has ended more than lateness before the end: its last window end is closed by then.
        var last = UtcDay.Of(end - _lateness - 1) - 1;
        var first = Math.Max(UtcDay.Of(begins) + 1, Math.Max(last - _days + 1, UtcDay.Of(now) - DayNumbers.MaxKept));
        return new DayRange(first, last);
    }

    /// <param name="numbers">Of the days.</param>
    /// <param name="days">Those that count.</param>
    /// <param name="usual">What days without a number have.</param>
    /// <param name="measure">The measure to be compared.</param>
    public static AlertRarity Of(DayNumbers numbers, DayRange days, double usual, double measure)
    {
        if (days.Count == 0)
        {
            return new AlertRarity(0, 0, null);
        }

        var (reached, latest) = measure <= usual ? (days.Count, days.Last) : numbers.Reaching(measure, days.First, days.Last);
        return new AlertRarity(days.Count, reached, latest is { } day ? DateOnly.FromDayNumber(day) : null);
    }

    /// <summary>Whether a measure of this rarity is too common to be raised.</summary>
    public bool HoldsBack(AlertRarity rarity) =>
        threshold.RarerThan is { } share && rarity.Days >= AlertRarity.MinDays && rarity.Reached / (double)rarity.Days > share;

    /// <summary>Whether two versions of a threshold measure the same, so that the numbers of past days stay comparable.</summary>
    public static bool MeasuresTheSame(Threshold a, Threshold b) =>
        a.Measure == b.Measure
        && (a.Count ?? Counting.Stated) == (b.Count ?? Counting.Stated)
        && a.Window == b.Window
        && a.Scope.Depth == b.Scope.Depth
        && AreEqual(a.Match, b.Match)
        && AreEqual(a.Steps ?? [], b.Steps ?? [])
        && (a.SameActor, a.SameTown) == (b.SameActor, b.SameTown)
        && (a.Measure is not Measure.Quiet || (a.Baseline, a.MinReports) == (b.Baseline, b.MinReports))
        && (a.Measure is not Measure.Surge || ConditionsOf(a) == ConditionsOf(b));

    private static (Duration?, double?, double?, int?) ConditionsOf(Threshold surge) =>
        (surge.Baseline, surge.Floor, surge.MaxProbability, surge.MinIncidents);

    /// <summary>Steps are told apart by their order too.</summary>
    private static bool AreEqual(IReadOnlyList<Match> a, IReadOnlyList<Match> b) =>
        a.Count == b.Count && a.Zip(b).All(static pair => AreEqual(pair.First, pair.Second));

    private static bool AreEqual(Match a, Match b) =>
        a.MinGradeFactor.Equals(b.MinGradeFactor)
        && AreEqual(a.Kinds, b.Kinds)
        && AreEqual(a.Families, b.Families)
        && AreEqual(a.Towns, b.Towns)
        && AreEqual(a.Actors, b.Actors);

    private static bool AreEqual<T>(IReadOnlyList<T> a, IReadOnlyList<T> b) => a.Count == b.Count && a.All(b.Contains);
}
