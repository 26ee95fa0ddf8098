using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Alerting.Boundaries;

/// <summary>Outlines of regions: a GeoJSON feature collection (RFC 7946).</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Version">
/// A foreign member: names the content of all outlines. Whoever asks for it as <c>v</c> may keep the answer for ever.
/// </param>
/// <param name="Features">Regions before those below them, of one parent by code.</param>
public sealed record BoundaryFeatures(
    [property: AllowedValues("FeatureCollection")] string Type,
    string Version,
    IReadOnlyList<BoundaryFeature> Features);

/// <summary>The outline of a region.</summary>
/// <param name="Type">There is no other.</param>
/// <param name="Id">Its code.</param>
/// <param name="Bbox">West, south, east and north, degrees.</param>
/// <param name="Geometry">A Polygon or MultiPolygon, cut at the antimeridian.</param>
/// <param name="Properties">Which region it is.</param>
public sealed record BoundaryFeature(
    [property: AllowedValues("Feature")] string Type,
    string Id,
    IReadOnlyList<double> Bbox,
    JsonObject Geometry,
    BoundaryProperties Properties);

/// <summary>The region of an outline.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parent">Code of the region above; null for a root.</param>
/// <param name="Partial">Whether it also reaches beyond the outline, since a part of its border is not known.</param>
public sealed record BoundaryProperties(string Code, string Name, string? Parent, bool Partial);
