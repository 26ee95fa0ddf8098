using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Inhibitions;
using Orleans.Concurrency;

namespace Alerting.Grains.Inhibitions;

/// <summary>All inhibitions, with all versions. The key is <see cref="Key"/>.</summary>
[Alias("alerting.IInhibitionCatalogGrain")]
public interface IInhibitionCatalogGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "inhibitions";

    /// <summary>The newest version of everything, deletions included; null when nothing changed since <paramref name="known"/>.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<InhibitionCatalog?> GetAsync(long known);

    /// <summary>Creates or replaces an inhibition.</summary>
    /// <param name="id">A slug.</param>
    /// <param name="inhibition">The new content.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="expected">The version that must be in force, 0 for none; null: any.</param>
    /// <param name="act">Who does it, for the audit log.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<InhibitionChange> PutAsync(string id, Inhibition inhibition, string author, int? expected, Act? act);

    /// <summary>Deletes an inhibition: it holds nothing back any more. If it comes again, its version numbers continue.</summary>
    [Alias("Delete"), AlwaysInterleave]
    Task<InhibitionChange> DeleteAsync(string id, string author, int? expected, Act? act);

    /// <summary>All versions, oldest first; empty for an id never used.</summary>
    [Alias("Versions"), AlwaysInterleave]
    Task<IReadOnlyList<InhibitionVersion>> VersionsAsync(string id);
}

/// <param name="Revision">Grows with every change.</param>
/// <param name="Versions">Newest version of each, by id.</param>
[GenerateSerializer, Immutable, Alias("alerting.InhibitionCatalog")]
public sealed record InhibitionCatalog(
    [property: Id(0)] long Revision,
    [property: Id(1)] IReadOnlyList<InhibitionVersion> Versions);

/// <param name="Version">The version now in force; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("alerting.InhibitionChange")]
public sealed record InhibitionChange(
    [property: Id(0)] CatalogOutcome Outcome,
    [property: Id(1)] InhibitionVersion? Version) : ICatalogChange;
