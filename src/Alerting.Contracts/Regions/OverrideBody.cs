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

/// <param name="ExpiresAt">Null: until taken back.</param>
public sealed record OverrideView(ThreatLevel Level, string Reason, string Author, DateTimeOffset? ExpiresAt);
