using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Places;

/// <summary>A place to put.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PlaceBody
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }

    /// <summary>How the town is shown, however a report writes it.</summary>
    [Line(ReportBody.MaxName)]
    public required string Name { get; init; }

    /// <summary>Its other names; none when absent.</summary>
    [Items(Place.MaxAliases, MaxItemLength = ReportBody.MaxName)]
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Code of the region that it belongs to.</summary>
    public required string Region { get; init; }

    /// <summary>Where it lies; where the gazetteer has one of its names, when absent.</summary>
    public PointBody? Location { get; init; }

    /// <summary>Why it is changed; kept with the version.</summary>
    [Prose(1_000)]
    public string? Reason { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Version { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedBy { get; init; }
}

/// <summary>A point, WGS 84.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PointBody
{
    /// <summary>Latitude, degrees; north is positive.</summary>
    [Range(-90.0, 90.0)]
    public required double Lat { get; init; }

    /// <summary>Longitude, degrees; east is positive.</summary>
    [Range(-180.0, 180.0)]
    public required double Lon { get; init; }
}

/// <summary>A place as it was put, and which version of it this is.</summary>
public sealed record PlaceView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>How the town is shown.</summary>
    public required string Name { get; init; }

    /// <summary>Its other names.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Code of the region that it belongs to.</summary>
    public required string Region { get; init; }

    /// <summary>Where it lies; null where it was not stated.</summary>
    public required Location? Location { get; init; }

    /// <summary>Numbers go on after a delete.</summary>
    public required int Version { get; init; }

    /// <summary>When this version was put.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The version as users see it.</summary>
    /// <param name="version">Of a place, and no deletion.</param>
    public static PlaceView Of(PlaceVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var place = version.Definition!;
        return new()
        {
            Id = version.Id,
            Name = place.Name,
            Aliases = place.Aliases,
            Region = place.Region,
            Location = place.Location,
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}
