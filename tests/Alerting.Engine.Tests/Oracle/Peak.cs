using Alerting.Alerts;
using Alerting.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What an alert tells of its measure: the value, the end of its window and the incidents in it.</summary>
/// <param name="To">The counting end in ticks; null for a level, or where there is no counting end.</param>
/// <param name="Evidence">Newest first, ties by incident id, then region.</param>
/// <param name="Decisive">Those of them a change of which is told; null: all.</param>
internal sealed record Peak(double Value, long? To, IReadOnlyList<Incident> Evidence, double? Expected = null, IReadOnlyList<Incident>? Decisive = null)
{
    public static Peak Nothing { get; } = new(0, null, []);

    /// <summary>What of the value is certain, and the pairs in doubt; all is where nobody says otherwise.</summary>
    public Lazy<(double Certain, IReadOnlyList<(string Earlier, string Later, DoubtReason Reason)> Pairs)> Doubts { get; init; } = new((Value, []));

    /// <summary>The value when whatever may be one counts once.</summary>
    public double Certain => Doubts.Value.Certain;

    /// <summary>The value by which a threshold judges.</summary>
    public double Judged(Threshold threshold) => threshold.Count == Counting.Certain ? Certain : Value;

    /// <summary>Whether there is nothing new to tell. What was stored without a rule tells of no certain value by itself.</summary>
    public bool SameAs(Peak other, Threshold threshold) =>
        Value.Equals(other.Value) && (threshold.Count is null || Certain.Equals(other.Certain)) && (To == other.To || threshold.Measure == Measure.Sequence)
        && AreSame(Decisive ?? Evidence, other.Decisive ?? other.Evidence);

    public static List<Incident> NewestFirst(IEnumerable<Incident> incidents) =>
        [.. incidents.OrderByDescending(i => i.OccurredAt).ThenBy(i => i.IncidentId, StringComparer.Ordinal).ThenBy(i => i.Region, StringComparer.Ordinal)];

    private static bool AreSame(IReadOnlyList<Incident> left, IReadOnlyList<Incident> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => SameShown(pair.First, pair.Second));

    private static bool SameShown(Incident left, Incident right) =>
        left.IncidentId == right.IncidentId && left.Region == right.Region && left.Kind == right.Kind && left.Town == right.Town
        && left.OccurredAt == right.OccurredAt && left.Killed == right.Killed && left.Wounded == right.Wounded
        && left.GradeFactor.Equals(right.GradeFactor) && left.Sources.SequenceEqual(right.Sources, StringComparer.Ordinal);
}
