using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Places;
using Orleans.Concurrency;

namespace Alerting.Grains.Places;

/// <summary>
/// What operators have said of towns: places, and decisions on two names, with all versions. The key is <see cref="Key"/>.
/// </summary>
[Alias("alerting.IPlaceCatalogGrain")]
public interface IPlaceCatalogGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "places";

    /// <summary>The newest version of everything, deletions included; null when nothing changed since <paramref name="known"/>.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<PlaceCatalog?> GetAsync(long known);

    /// <summary>Creates or replaces a place.</summary>
    /// <param name="id">A slug.</param>
    /// <param name="place">The new content.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="expected">The version that must be in force, 0 for none; null: any.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the author.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<PlaceChange> PutAsync(string id, Place place, string author, string? reason, int? expected, Act? act = null);

    /// <summary>Decides on two names. Deciding the same again makes no new version.</summary>
    /// <param name="decision">Of two folded names in ordinal order.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="expected">The version that must be in force, 0 for none; null: any.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the author.</param>
    [Alias("Decide"), AlwaysInterleave]
    Task<PlaceChange> DecideAsync(NameDecision decision, string author, string? reason, int? expected, Act? act = null);

    /// <summary>Deletes a place, or takes back a decision. If it comes again, its version numbers continue.</summary>
    [Alias("Delete"), AlwaysInterleave]
    Task<PlaceChange> DeleteAsync(string id, string author, string? reason, int? expected, Act? act = null);

    /// <summary>All versions, oldest first; empty for an id never used.</summary>
    [Alias("Versions"), AlwaysInterleave]
    Task<IReadOnlyList<PlaceVersion>> VersionsAsync(string id);
}

/// <param name="Revision">Grows with every change.</param>
/// <param name="Versions">Newest version of each, by id.</param>
[GenerateSerializer, Immutable, Alias("alerting.PlaceCatalog")]
public sealed record PlaceCatalog(
    [property: Id(0)] long Revision,
    [property: Id(1)] IReadOnlyList<PlaceVersion> Versions);

/// <param name="Version">The version now in force; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("alerting.PlaceChange")]
public sealed record PlaceChange(
    [property: Id(0)] CatalogOutcome Outcome,
    [property: Id(1)] PlaceVersion? Version) : ICatalogChange;
