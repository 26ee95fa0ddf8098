using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Thresholds;
using Orleans.Concurrency;

namespace Alerting.Grains.Thresholds;

/// <summary>All thresholds with all their versions. The key is <see cref="Key"/>.</summary>
[Alias("alerting.IThresholdCatalogGrain")]
public interface IThresholdCatalogGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "thresholds";

    /// <summary>
    /// The newest version of every threshold, deleted ones included; null when nothing changed since
    /// <paramref name="known"/>.
    /// </summary>
    [Alias("Get"), AlwaysInterleave]
    Task<ThresholdCatalog?> GetAsync(long known);

    /// <summary>Creates or replaces a threshold.</summary>
    /// <param name="definition">The new content.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="expected">The version that must be in force, 0 for none; null: any.</param>
    /// <param name="act">Who does it, for the audit log; null: no more is known than the author.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<ThresholdChange> PutAsync(Threshold definition, string author, string? reason, int? expected, Act? act = null);

    /// <summary>Deletes a threshold. If it is created again, its version numbers continue.</summary>
    [Alias("Delete"), AlwaysInterleave]
    Task<ThresholdChange> DeleteAsync(string id, string author, string? reason, int? expected, Act? act = null);

    /// <summary>All versions, oldest first; empty for an id never used.</summary>
    [Alias("Versions"), AlwaysInterleave]
    Task<IReadOnlyList<ThresholdVersion>> VersionsAsync(string id);
}

/// <param name="Revision">Grows with every change of any threshold.</param>
/// <param name="Versions">Newest version of each, by id.</param>
[GenerateSerializer, Immutable, Alias("alerting.ThresholdCatalog")]
public sealed record ThresholdCatalog(
    [property: Id(0)] long Revision,
    [property: Id(1)] IReadOnlyList<ThresholdVersion> Versions);

/// <param name="Version">The version now in force; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("alerting.ThresholdChange")]
public sealed record ThresholdChange(
    [property: Id(0)] CatalogOutcome Outcome,
    [property: Id(1)] ThresholdVersion? Version) : ICatalogChange;
