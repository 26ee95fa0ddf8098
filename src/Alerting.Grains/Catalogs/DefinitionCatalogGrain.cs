using System.Text.Json.Serialization.Metadata;
using Alerting.Grains.Audit;
using Alerting.Reports;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Catalogs;

/// <summary>Keeps the definitions of a kind. What is particular to the kind stands in a class of its own.</summary>
internal abstract class DefinitionCatalogGrain<TDefinition, TVersion>(
    IServiceProvider services, ILogger logger, string log, JsonTypeInfo<IReadOnlyList<TVersion>> json, int max)
    : CatalogGrain<TVersion>(services, logger, log, json), IDefinitionCatalogGrain<TDefinition, TVersion>
    where TDefinition : class
    where TVersion : class, IVersioned<TDefinition>
{
    public Task<DefinitionCatalog<TVersion>?> GetAsync(long known) => Task.FromResult(
        Known.Durable is var (revision, versions) && known != revision ? new DefinitionCatalog<TVersion>(revision, versions) : null);

    public async Task<DefinitionChange<TVersion>> PutAsync(string id, TDefinition definition, string author, int? expected, Act? act)
    {
        EnsureWritable();
        var current = Known.Current(id);
        var (complete, fault) = Complete(definition, current?.Definition);
        if (fault is not null && (expected is null || expected == (current?.Version ?? 0)))
        {
            // What it was held against may not be durable yet.
            await Commit();
            return new DefinitionChange<TVersion>(CatalogOutcome.Refused, current, fault);
        }

        var change = await PutAsync(
            id, number => Make(id, number, complete, Clock.GetUtcNow(), author), expected, max, new(act, author, null));
        await ReachesAllAsync();
        return Change(change);
    }

    public async Task<DefinitionChange<TVersion>> DeleteAsync(string id, string author, int? expected, Act? act)
    {
        var change = await DeleteAsync(
            id, number => Make(id, number, null, Clock.GetUtcNow(), author), expected, new(act, author, null));
        await ReachesAllAsync();
        return Change(change);
    }

    public Task<IReadOnlyList<TVersion>> VersionsAsync(string id) => Task.FromResult(Known.Of(id));

    /// <summary>A version.</summary>
    protected abstract TVersion Make(string id, int version, TDefinition? definition, DateTimeOffset at, string author);

    /// <summary>Completes when everybody has a change who must have it before it is answered.</summary>
    protected virtual Task ReachesAllAsync() => Task.CompletedTask;

    /// <summary>What is to be saved, with what it leaves out taken from what it replaces; or what is missing.</summary>
    /// <param name="definition">What was sent.</param>
    /// <param name="present">What it replaces; null: it is new.</param>
    protected virtual (TDefinition Definition, Fault? Fault) Complete(TDefinition definition, TDefinition? present) => (definition, null);

    private static DefinitionChange<TVersion> Change((CatalogOutcome Outcome, TVersion? Version) change) =>
        new(change.Outcome, change.Version);
}
