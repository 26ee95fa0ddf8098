using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Silences;
using Orleans.Concurrency;

namespace Alerting.Grains.Silences;

/// <summary>All silences, with all versions. The key is <see cref="Key"/>.</summary>
[Alias("alerting.ISilenceCatalogGrain")]
public interface ISilenceCatalogGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "silences";

    /// <summary>The newest version of everything, deletions included; null when nothing changed since <paramref name="known"/>.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SilenceCatalog?> GetAsync(long known);

    /// <summary>Creates or replaces a silence. Those that ended longer ago than the retention are forgotten along with it.</summary>
    /// <param name="id">A slug.</param>
    /// <param name="silence">The new content.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="expected">The version that must be in force, 0 for none; null: any.</param>
    /// <param name="act">Who does it, for the audit log.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<SilenceChange> PutAsync(string id, Silence silence, string author, int? expected, Act? act);

    /// <summary>Deletes a silence: it holds nothing back any more.</summary>
    [Alias("Delete"), AlwaysInterleave]
    Task<SilenceChange> DeleteAsync(string id, string author, int? expected, Act? act);

    /// <summary>All versions, oldest first; empty for an id never used, or forgotten.</summary>
    [Alias("Versions"), AlwaysInterleave]
    Task<IReadOnlyList<SilenceVersion>> VersionsAsync(string id);
}

/// <param name="Revision">Another one for every change, 0 or more.</param>
/// <param name="Versions">Newest version of each, by id.</param>
[GenerateSerializer, Immutable, Alias("alerting.SilenceCatalog")]
public sealed record SilenceCatalog(
    [property: Id(0)] long Revision,
    [property: Id(1)] IReadOnlyList<SilenceVersion> Versions);

/// <param name="Version">The version now in force; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("alerting.SilenceChange")]
public sealed record SilenceChange(
    [property: Id(0)] CatalogOutcome Outcome,
    [property: Id(1)] SilenceVersion? Version) : ICatalogChange;
