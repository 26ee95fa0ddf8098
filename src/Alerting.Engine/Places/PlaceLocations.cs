using Alerting.Engine.Names;
using Alerting.Places;
using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>Where towns lie: by what operators have said of them, else by the built-in gazetteer. For one thread at a time.</summary>
/// <param name="versions">The newest version of each place and decision.</param>
public sealed class PlaceLocations(IReadOnlyList<PlaceVersion> versions)
{
    private readonly Dictionary<string, RegionPlaces> _regions = new(StringComparer.Ordinal);

    /// <summary>Where a town lies; null where nobody says, or where several towns of the region have that name.</summary>
    /// <param name="region">Code of its region.</param>
    /// <param name="town">Its name, as it is written.</param>
    public Location? Find(string region, string town)
    {
        if (!_regions.TryGetValue(region, out var places))
        {
            _regions[region] = places = new RegionPlaces([.. versions.Where(version => version.Region == region)], null);
        }

        var folded = NameFolding.Fold(town);
        return places.Find(folded) is { } settled ? new TownLook(region, settled).Point : KnownTowns.Find(region, folded);
    }
}
