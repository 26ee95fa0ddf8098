using Alerting.Grains.Audit;
using Alerting.Reports;
using Orleans.Concurrency;

namespace Alerting.Grains.Catalogs;

/// <summary>All definitions of a kind, with all versions. Each kind has an interface of its own, with the key of its only grain.</summary>
/// <typeparam name="TDefinition">What is defined.</typeparam>
/// <typeparam name="TVersion">A version of it.</typeparam>
[Alias("alerting.IDefinitionCatalogGrain`2")]
public interface IDefinitionCatalogGrain<TDefinition, TVersion> : IGrainWithStringKey
    where TDefinition : class
    where TVersion : class, IVersioned<TDefinition>
{
    /// <summary>The newest version of everything, deletions included; null when nothing changed since <paramref name="known"/>.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<DefinitionCatalog<TVersion>?> GetAsync(long known);

    /// <summary>Creates or replaces a definition.</summary>
    /// <param name="id">A slug.</param>
    /// <param name="definition">The new content.</param>
    /// <param name="author">Who does it.</param>
    /// <param name="expected">The version that must be in force, 0 for none; null: any.</param>
    /// <param name="act">Who does it, for the audit log.</param>
    [Alias("Put"), AlwaysInterleave]
    Task<DefinitionChange<TVersion>> PutAsync(string id, TDefinition definition, string author, int? expected, Act? act);

    /// <summary>Deletes a definition. If it comes again, its version numbers continue.</summary>
    [Alias("Delete"), AlwaysInterleave]
    Task<DefinitionChange<TVersion>> DeleteAsync(string id, string author, int? expected, Act? act);

    /// <summary>All versions, oldest first; empty for an id never used.</summary>
    [Alias("Versions"), AlwaysInterleave]
    Task<IReadOnlyList<TVersion>> VersionsAsync(string id);
}

/// <param name="Revision">Grows with every change.</param>
/// <param name="Versions">Newest version of each, by id.</param>
[GenerateSerializer, Immutable, Alias("alerting.DefinitionCatalog`1")]
public sealed record DefinitionCatalog<TVersion>(
    [property: Id(0)] long Revision,
    [property: Id(1)] IReadOnlyList<TVersion> Versions);

/// <param name="Version">The version now in force; null when there is none.</param>
/// <param name="Fault">Why it was refused; null where it was not.</param>
[GenerateSerializer, Immutable, Alias("alerting.DefinitionChange`1")]
public sealed record DefinitionChange<TVersion>(
    [property: Id(0)] CatalogOutcome Outcome,
    [property: Id(1)] TVersion? Version,
    [property: Id(2)] Fault? Fault = null) : ICatalogChange
    where TVersion : class;
