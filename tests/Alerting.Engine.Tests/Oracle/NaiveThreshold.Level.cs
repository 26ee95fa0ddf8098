using Alerting.Incidents;

namespace Alerting.Engine.Tests.Oracle;

// A threshold on the level of a region, which has no window.
internal sealed partial class NaiveThreshold
{
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
}
