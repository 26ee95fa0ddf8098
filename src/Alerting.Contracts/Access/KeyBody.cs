using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Access;

/// <summary>A key to create.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeyBody
{
    /// <summary>The most regions of a key.</summary>
    public const int MaxRegions = 1_000;

    /// <summary>Who or what has it; it stands in the history of what is done with it.</summary>
    [Line(200)]
    public required string Name { get; init; }

    /// <summary>What it opens; at least one.</summary>
    [Items(16)]
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>Codes, each with its subtree, to which it is limited; none: all.</summary>
    [Items(MaxRegions)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>From when on it opens nothing, in the future; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>How a key is to be replaced.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RotateBody
{
    /// <summary>How long the old key stays valid beside the new one, PT0S to P366D; PT24H when absent.</summary>
    public Duration? Grace { get; init; }
}
