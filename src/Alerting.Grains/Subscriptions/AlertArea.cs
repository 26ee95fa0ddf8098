using Alerting.Alerts;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Places;
using Alerting.Engine.Regions;
using Alerting.Grains.Places;
using Alerting.Places;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// Whether an alert has evidence in an area: by the locations of its incidents, and of their towns where those state none; where
/// no location of any is known, by whether the outline of its region meets the area. What lies nowhere known is told.
/// </summary>
/// <param name="places">What operators have said of towns, as far as it is known.</param>
internal sealed class AlertArea(
    SubscriptionArea area, RegionCatalog catalog, RegionBoundaries boundaries, Func<PlaceCatalog?> places)
{
    private readonly AreaShape _shape = ShapeOf(area);
    private readonly Dictionary<string, bool> _regions = new(StringComparer.Ordinal);
    private PlaceCatalog? _catalog;
    private PlaceLocations _towns = new([]);

    /// <summary>What it was made of.</summary>
    public SubscriptionArea Definition => area;

    public bool Holds(Alert alert)
    {
        LearnTowns();
        var isLocated = false;
        foreach (var item in alert.Evidence)
        {
            if ((item.Location ?? (item.Town is { } town ? _towns.Find(item.Region, town) : null)) is { } location)
            {
                if (_shape.Contains(location))
                {
                    return true;
                }

                isLocated = true;
            }
        }

        return !isLocated && Meets(alert.Region.Code);
    }

    private static AreaShape ShapeOf(SubscriptionArea area) => area.Circle is { } circle
        ? AreaShape.Circle(new Location(circle.Lat, circle.Lon), circle.RadiusKm * 1_000)
        : AreaShape.Polygon(area.Coordinates!.Select(static ring => ring.Select(static at => new Location(at[1], at[0])).ToArray()));

    private void LearnTowns()
    {
        if (places() is { } known && !ReferenceEquals(known, _catalog))
        {
            (_catalog, _towns) = (known, new PlaceLocations(known.Versions));
        }
    }

    private bool Meets(string code)
    {
        if (!_regions.TryGetValue(code, out var meets))
        {
            var outline = catalog.AncestorsOf(code).Prepend(code)
                .Select(region => boundaries.Find(region, BoundaryDetail.High)).FirstOrDefault(static outline => outline is not null);
            _regions[code] = meets = outline is null || _shape.Meets(outline);
        }

        return meets;
    }
}
