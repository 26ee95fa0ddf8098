using Alerting.Incidents;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What an alert tells of its measure: the value, the end of its window and the incidents in it.</summary>
/// <param name="To">The counting end in ticks; null for a level, or where there is no counting end.</param>
/// <param name="Evidence">Newest first, ties by incident id, then region.</param>
internal sealed record Peak(double Value, long? To, IReadOnlyList<Incident> Evidence, double? Expected = null)
{
    public static Peak Nothing { get; } = new(0, null, []);

    public bool SameAs(Peak other) =>
        Value.Equals(other.Value) && To == other.To
        && Evidence.Count == other.Evidence.Count
        && Evidence.Zip(other.Evidence).All(pair => SameShown(pair.First, pair.Second));

    public static List<Incident> NewestFirst(IEnumerable<Incident> incidents) =>
        [.. incidents.OrderByDescending(i => i.OccurredAt).ThenBy(i => i.IncidentId, StringComparer.Ordinal).ThenBy(i => i.Region, StringComparer.Ordinal)];

    private static bool SameShown(Incident left, Incident right) =>
        left.IncidentId == right.IncidentId && left.Region == right.Region && left.Kind == right.Kind && left.Town == right.Town
        && left.OccurredAt == right.OccurredAt && left.Killed == right.Killed && left.Wounded == right.Wounded
        && left.GradeFactor.Equals(right.GradeFactor) && left.Sources.SequenceEqual(right.Sources, StringComparer.Ordinal);
}
