using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Regions;

/// <summary>The level that a region is to show.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OverrideBody
{
    /// <summary>Shown while the override lasts.</summary>
    public required ThreatLevel Level { get; init; }

    /// <summary>Shown with it.</summary>
    [Line(1_000)]
    public required string Reason { get; init; }

    /// <summary>In the future, RFC 3339 with offset; absent: until it is taken back.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A level that an operator has a region show, whatever its figures say.</summary>
/// <param name="Level">Shown while the override lasts.</param>
/// <param name="Reason">Why, in the words of its author.</param>
/// <param name="Author">Name of the key that set it.</param>
/// <param name="ExpiresAt">From when on it is over; null: until taken back.</param>
public sealed record OverrideView(ThreatLevel Level, string Reason, string Author, DateTimeOffset? ExpiresAt);
