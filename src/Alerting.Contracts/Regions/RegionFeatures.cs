using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace Alerting.Regions;

/// <summary>A GeoJSON feature collection of regions (RFC 7946).</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Features">The regions of the page, by code.</param>
/// <param name="Next">A foreign member: what to pass on to get the next page; null when this is the last.</param>
/// <param name="Complete">A foreign member: true where these are all regions of the list, false where only those that have changed.</param>
/// <param name="Removed">A foreign member: codes of regions that are on the list no more; none where it is complete.</param>
public sealed record RegionFeatures(
    [property: AllowedValues("FeatureCollection")] string Type,
    IReadOnlyList<RegionFeature> Features,
    string? Next,
    bool Complete,
    IReadOnlyList<string> Removed)
{
    /// <summary>The media type of GeoJSON.</summary>
    public const string ContentType = "application/geo+json";
}

/// <summary>A region.</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Id">Its code.</param>
/// <param name="Geometry">Its outline, or a point within it where that was asked for; null where it is not known.</param>
/// <param name="Properties">Its state.</param>
public sealed record RegionFeature(
    [property: AllowedValues("Feature")] string Type,
    string Id,
    JsonObject? Geometry,
    RegionView Properties);
