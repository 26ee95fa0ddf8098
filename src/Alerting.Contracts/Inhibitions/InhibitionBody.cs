using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Thresholds;

namespace Alerting.Inhibitions;

/// <summary>An inhibition to make, or to replace.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record InhibitionBody
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }

    /// <summary>The alerts that hold others back while they are open.</summary>
    public required InhibitionSourceBody Source { get; init; }

    /// <summary>The alerts that are held back.</summary>
    public required InhibitionTargetBody Target { get; init; }

    /// <summary>Whether those lie in the region of the source, or also below it; same when absent.</summary>
    public InhibitionPlace? Where { get; init; }

    /// <summary>Codes, each with its subtree, where alerts are held back; "*" or none: all that the caller may access.</summary>
    [Items(Inhibition.MaxNamed)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Why.</summary>
    [Prose(1_000)]
    public string? Comment { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Version { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedBy { get; init; }
}

/// <summary>The alerts that hold others back while they are open.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record InhibitionSourceBody
{
    /// <summary>Ids; none: of all.</summary>
    [Items(Inhibition.MaxNamed)]
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>Less grave ones hold nothing back; notice, which is all, when absent.</summary>
    public Severity? MinSeverity { get; init; }
}

/// <summary>The alerts that are held back.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record InhibitionTargetBody
{
    /// <summary>Ids; none: of all.</summary>
    [Items(Inhibition.MaxNamed)]
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>Graver ones are delivered all the same; severe when absent.</summary>
    public Severity? MaxSeverity { get; init; }
}

/// <summary>An inhibition as it was put, and which version of it this is.</summary>
public sealed record InhibitionView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The alerts that hold others back while they are open.</summary>
    public required InhibitionSource Source { get; init; }

    /// <summary>The alerts that are held back.</summary>
    public required InhibitionTarget Target { get; init; }

    /// <summary>Whether those lie in the region of the source, or also below it.</summary>
    public required InhibitionPlace Where { get; init; }

    /// <summary>Codes, each with its subtree, where alerts are held back; empty: everywhere.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Why; null: nobody said.</summary>
    public required string? Comment { get; init; }

    /// <summary>Numbers go on after a delete.</summary>
    public required int Version { get; init; }

    /// <summary>When this version was put.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The version as users see it.</summary>
    /// <param name="version">No deletion.</param>
    public static InhibitionView Of(InhibitionVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var inhibition = version.Definition!;
        return new()
        {
            Id = version.Id,
            Source = inhibition.Source,
            Target = inhibition.Target,
            Where = inhibition.Where,
            Regions = inhibition.Regions,
            Comment = inhibition.Comment,
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}
