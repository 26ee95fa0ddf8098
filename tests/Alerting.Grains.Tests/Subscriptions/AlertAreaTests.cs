using Alerting.Alerts;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Grains.Places;
using Alerting.Grains.Subscriptions;
using Alerting.Places;
using Alerting.Reports;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>Which alerts have evidence in the area of a subscription.</summary>
public sealed class AlertAreaTests
{
    private static readonly Location s_fallujah = new(33.35, 43.78);
    private static readonly SubscriptionArea s_around = new() { Circle = new() { Lat = 33.35, Lon = 43.78, RadiusKm = 20 } };
    private static readonly RegionBoundaries s_boundaries = RegionBoundaries.Load(RegionCatalog.Iso);

    [Fact]
    public void The_location_of_an_incident_decides_and_else_that_of_its_town()
    {
        Assert.True(Holds(Item(location: s_fallujah)));
        Assert.True(Holds(Item(town: "Fallujah")));
        Assert.False(Holds(Item(town: "Ramadi")));

        // Somebody says where it was, and the name of the town does not matter.
        Assert.False(Holds(Item(town: "Fallujah", location: new Location(33.42, 43.30))));

        // One of them is enough.
        Assert.True(Holds(Item(town: "Ramadi"), Item(town: "Fallujah")));
    }

    [Fact]
    public void What_an_operator_says_of_a_town_stands_before_the_gazetteer()
    {
        Assert.False(Holds(Item(town: "Camp Six"), Item(town: "Ramadi")));
        var known = new PlaceCatalog(1, [Place("Camp Six", s_fallujah), Place("Fallujah", new Location(31, 47))]);
        Assert.True(Holds(() => known, Item(town: "camp six"), Item(town: "Ramadi")));
        Assert.False(Holds(() => known, Item(town: "Fallujah")));
    }

    [Fact]
    public void Where_nothing_is_located_the_region_decides_and_an_unknown_one_is_told()
    {
        Assert.True(Holds(Item()));
        Assert.True(Holds(Item(town: "Nowhere that anybody knows")));
        Assert.False(Of(s_around, () => null).Holds(Alert("IQ-BA", Item())));

        var catalog = new RegionCatalog([.. RegionCatalog.Iso.Codes.Select(code => RegionCatalog.Iso[code]), new("ZZ", "Unmapped")]);
        var unmapped = new AlertArea(s_around, catalog, RegionBoundaries.Load(catalog), () => null);
        Assert.True(unmapped.Holds(Alert("ZZ", Item())));
    }

    [Fact]
    public void A_polygon_is_written_with_the_longitude_first()
    {
        var area = new SubscriptionArea
        {
            Type = SubscriptionArea.Polygon,
            Coordinates = [[[43.7, 33.3], [43.9, 33.3], [43.9, 33.4], [43.7, 33.4, 120], [43.7, 33.3]]],
        };
        Assert.True(Of(area, () => null).Holds(Alert("IQ-AN", Item(location: s_fallujah))));
        Assert.False(Of(area, () => null).Holds(Alert("IQ-AN", Item(location: new Location(33.5, 43.78)))));
    }

    private static bool Holds(params EvidenceItem[] evidence) => Holds(() => null, evidence);

    private static bool Holds(Func<PlaceCatalog?> places, params EvidenceItem[] evidence) =>
        Of(s_around, places).Holds(Alert("IQ-AN", evidence));

    private static AlertArea Of(SubscriptionArea area, Func<PlaceCatalog?> places) => new(area, RegionCatalog.Iso, s_boundaries, places);

    private static Alert Alert(string region, params EvidenceItem[] evidence) =>
        AlertSample.Alert() with { Region = new AlertRegion(region, region, null), Evidence = evidence };

    private static PlaceVersion Place(string name, Location location) => new(
        name, 1, new Place { Name = name, Region = "IQ-AN", Location = location }, null, default, "operator", null);

    private static EvidenceItem Item(string? town = null, Location? location = null) => new()
    {
        IncidentId = "X",
        Region = "IQ-AN",
        Kind = "ied",
        Town = town,
        Location = location,
        GradeFactor = 1,
        OccurredAt = default,
    };
}
