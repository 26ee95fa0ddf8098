using System.Collections.Concurrent;
using System.Collections.Frozen;
using Alerting.Engine.Names;
using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>The towns of the built-in gazetteer by their folded names. Read when a region is asked for; safe for many threads.</summary>
internal static class KnownTowns
{
    private static readonly ConcurrentDictionary<string, FrozenDictionary<string, Location>> s_regions = new(StringComparer.Ordinal);

    /// <summary>Where the only town of that name in a region lies; null where there is none, or where several have the name.</summary>
    /// <param name="region">Code of the region.</param>
    /// <param name="folded">The name, folded.</param>
    public static Location? Find(string region, string folded) =>
        s_regions.GetOrAdd(region, static code => Read(code)).TryGetValue(folded, out var location) ? location : null;

    private static FrozenDictionary<string, Location> Read(string region) =>
        Gazetteer.BuiltIn.TownsOf(region)
            .GroupBy(static town => NameFolding.Fold(town.Name), StringComparer.Ordinal)
            .Where(static towns => towns.Count() == 1)
            .ToFrozenDictionary(static towns => towns.Key, static towns => towns.Single().Location, StringComparer.Ordinal);
}
