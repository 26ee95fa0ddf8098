using Alerting.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>
/// The measure <c>sequence</c>: every chain of different incidents of one region is written down, and the best one taken.
/// </summary>
internal static class NaiveSequence
{
    /// <summary>
    /// The chain that ends latest, then starts latest, then has the other steps latest; of equal times that with the smaller ids.
    /// Its last step comes first; empty when there is none.
    /// </summary>
    public static IReadOnlyList<Incident> Best(Threshold threshold, IReadOnlyList<Incident> inside)
    {
        IReadOnlyList<Incident>? best = null;
        var regions = inside.GroupBy(i => i.Region, StringComparer.Ordinal);
        foreach (var chain in regions.SelectMany(region => Chains(threshold, [.. region], [])))
        {
            best = best is null || Compare(chain, best) < 0 ? chain : best;
        }

        return best ?? [];
    }

    /// <summary>All chains that end as those so far do, from the last step back.</summary>
    private static IEnumerable<Incident[]> Chains(Threshold threshold, List<Incident> region, Incident[] chosen)
    {
        if (chosen.Length == threshold.Steps!.Count)
        {
            return [chosen];
        }

        var step = threshold.Steps[^(chosen.Length + 1)];
        return region
            .Where(i => !chosen.Contains(i) && NaiveMeasures.Matches(step, i))
            .Where(i => chosen.Length == 0 || i.OccurredAt <= chosen[^1].OccurredAt)
            .Select(i => (Incident[])[.. chosen, i])
            .Where(chain => threshold.SameTown != true || InOneTown(chain))
            .Where(chain => threshold.SameActor != true || WithOneActor(chain))
            .SelectMany(chain => Chains(threshold, region, chain));
    }

    private static bool InOneTown(Incident[] chain) =>
        chain.All(i => i.Town is not null) && chain.Select(i => NaivePlaces.Current.TownOf(i.Region, i.Town!)).Distinct().Count() == 1;

    private static bool WithOneActor(Incident[] chain) =>
        chain[0].Actors.Any(actor => chain.All(i => i.Actors.Any(other => NaiveMeasures.Same(other, actor))));

    private static int Compare(IReadOnlyList<Incident> one, IReadOnlyList<Incident> other)
    {
        long[] times = [one[0].OccurredAt, one[^1].OccurredAt, .. one.Select(i => i.OccurredAt)];
        long[] others = [other[0].OccurredAt, other[^1].OccurredAt, .. other.Select(i => i.OccurredAt)];
        var byTime = others.Zip(times).Select(pair => pair.First.CompareTo(pair.Second)).FirstOrDefault(order => order != 0);
        return byTime != 0
            ? byTime
            : one.Zip(other).SelectMany(pair => new[]
            {
                string.CompareOrdinal(pair.First.IncidentId, pair.Second.IncidentId),
                string.CompareOrdinal(pair.First.Region, pair.Second.Region),
            }).FirstOrDefault(order => order != 0);
    }
}
