using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Alerting.Subscriptions;

/// <summary>
/// Where the evidence of an alert has to lie: a circle, or a polygon as GeoJSON (RFC 7946) writes it. Exactly one of the two.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionArea")]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionArea
{
    /// <summary>The type of the polygon.</summary>
    public const string Polygon = "Polygon";

    /// <summary>So many positions a polygon has at most.</summary>
    public const int MaxPositions = 1_000;

    /// <summary>A circle; absent where there is a polygon.</summary>
    [Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AreaCircle? Circle { get; init; }

    /// <summary>Polygon; absent where there is a circle.</summary>
    [Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [AllowedValues(Polygon)]
    public string? Type { get; init; }

    /// <summary>
    /// The rings of the polygon, the outer one first, then its holes: of each the positions (longitude, latitude, degrees; more
    /// is passed over), the first one again at the end. At most 1,000 positions in all. A polygon across the antimeridian is two.
    /// </summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>? Coordinates { get; init; }
}

/// <summary>All that is as near to a point as this or nearer.</summary>
[GenerateSerializer, Immutable, Alias("alerting.AreaCircle")]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AreaCircle
{
    /// <summary>Latitude of the point, degrees.</summary>
    [Id(0), Range(-90d, 90d)] public required double Lat { get; init; }

    /// <summary>Longitude of the point, degrees.</summary>
    [Id(1), Range(-180d, 180d)] public required double Lon { get; init; }

    /// <summary>Kilometres, above 0 and at most 20,000.</summary>
    [Id(2), Range(0d, 20_000d, MinimumIsExclusive = true)] public required double RadiusKm { get; init; }
}
