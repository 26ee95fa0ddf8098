using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace Alerting.Regions;

/// <summary>A GeoJSON feature collection of regions (RFC 7946).</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Features">The regions of the page, by code.</param>
/// <param name="Next">A foreign member: what to pass on to get the next page; null when this is the last.</param>
public sealed record RegionFeatures(
    [property: AllowedValues("FeatureCollection")] string Type,
    IReadOnlyList<RegionFeature> Features,
    string? Next)
{
    /// <summary>The media type of GeoJSON.</summary>
    public const string ContentType = "application/geo+json";

    /// <summary>The same regions as a feature collection.</summary>
    public static RegionFeatures Of(Page<RegionView> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new(
            "FeatureCollection",
            [.. page.Items.Select(static view => new RegionFeature("Feature", view.Code, null, view))],
            page.Next);
    }
}

/// <summary>A region. The catalogue has no boundaries, so it has no geometry but what it says of itself.</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Id">Its code.</param>
/// <param name="Geometry">Always null.</param>
/// <param name="Properties">Its state.</param>
public sealed record RegionFeature(
    [property: AllowedValues("Feature")] string Type,
    string Id,
    JsonObject? Geometry,
    RegionView Properties);
