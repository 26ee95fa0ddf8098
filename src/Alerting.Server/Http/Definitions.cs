using System.Security.Claims;
using Alerting.Grains.Catalogs;
using Alerting.Server.Access;
using Alerting.Server.Audit;

namespace Alerting.Server.Http;

/// <summary>
/// The definitions of a kind, of which each concerns some regions, as their routes read and change them: what is alike for every
/// such kind.
/// </summary>
/// <param name="key">Of the grain of the catalogue.</param>
/// <param name="noun">What one is called, such as "contact".</param>
/// <param name="path">Of the routes, such as "contacts".</param>
/// <param name="limit">Setting of how many there may be.</param>
internal abstract class Definitions<TGrain, TDefinition, TVersion>(
    string key, string noun, string path, string limit, CatalogCache<DefinitionCatalog<TVersion>> cache, RegionAccess access,
    IGrainFactory grains)
    where TGrain : IDefinitionCatalogGrain<TDefinition, TVersion>
    where TDefinition : class, IRegional
    where TVersion : class, IVersioned<TDefinition>
{
    private TGrain Catalog => grains.GetGrain<TGrain>(key);

    /// <summary>The regions of a caller.</summary>
    public RegionLimits LimitsOf(ClaimsPrincipal user) => access.Of(user);

    /// <summary>A page of those that a caller may read, by id.</summary>
    public async Task<IResult> ListAsync<TView>(HttpContext context, string? after, string? limit, Func<TVersion, TView> view)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return CatalogAnswers.Page(await ShownAsync(context.User), after, pageSize, view);
    }

    /// <summary>Those that a caller may read, by id.</summary>
    public async Task<IEnumerable<TVersion>> ShownAsync(ClaimsPrincipal user)
    {
        var limits = LimitsOf(user);
        var catalog = await Catalog.GetAsync(-1);
        return catalog!.Versions.Where(version => version.Definition is { } one && RegionScope.IsShown(one.Regions, limits));
    }

    /// <summary>The version in force; null: there is none.</summary>
    public async Task<TVersion?> CurrentAsync(string id) =>
        Slug.IsValid(id) && await Catalog.VersionsAsync(id) is [.., { Definition: not null } current] ? current : null;

    /// <summary>The version in force, by its tag.</summary>
    public async Task<IResult> GetAsync<TView>(HttpContext context, string id, Func<TVersion, TView> view) =>
        await CurrentAsync(id) is { } current
            ? Precondition.NotModified(context, Precondition.TagOf(current.Version))
                ?? CatalogAnswers.One(context, current, view(current), null)
            : Missing(id);

    /// <summary>A page of the versions of one.</summary>
    public async Task<IResult> VersionsAsync<TShown>(string id, string? after, string? limit, Func<TVersion, TShown> show)
        where TShown : IVersioned
    {
        var versions = Slug.IsValid(id) ? await Catalog.VersionsAsync(id) : [];
        return CatalogAnswers.Versions([.. versions.Select(show)], versions.Select(show), Named(id), after, limit);
    }

    /// <summary>Creates or replaces one.</summary>
    /// <param name="definition">Valid.</param>
    public async Task<IResult> PutAsync<TView>(HttpContext context, string id, TDefinition definition, Func<TVersion, TView> view)
    {
        var by = context.User.Identity!.Name!;
        var change = await CatalogAnswers.ChangeAsync(
            context, () => Catalog.VersionsAsync(id), expected => Catalog.PutAsync(id, definition, by, expected, Acts.Of(context)));
        if (change?.Fault is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return await RefusedAsync(context, id, change) ?? CatalogAnswers.One(
            context, change!.Version!, view(change.Version!),
            change.Outcome == CatalogOutcome.Created ? $"/api/v1/{path}/{id}" : null);
    }

    /// <summary>Deletes one.</summary>
    public async Task<IResult> DeleteAsync(HttpContext context, string id)
    {
        if (!Slug.IsValid(id))
        {
            return Missing(id);
        }

        var by = context.User.Identity!.Name!;
        var change = await CatalogAnswers.ChangeAsync(
            context, () => Catalog.VersionsAsync(id), expected => Catalog.DeleteAsync(id, by, expected, Acts.Of(context)));
        return await RefusedAsync(context, id, change) ?? TypedResults.NoContent();
    }

    /// <summary>The answer where there is none of this id.</summary>
    public IResult Missing(string id) => Problems.NotFound(Named(id));

    /// <summary>The regions of the newest version that is no deletion; null where there never was one.</summary>
    public async Task<IReadOnlyList<string>?> RegionsOfAsync(string id)
    {
        var versions = await Catalog.VersionsAsync(id);
        return versions.LastOrDefault(static version => version.Definition is not null)?.Definition?.Regions;
    }

    private Task<IResult?> RefusedAsync(HttpContext context, string id, DefinitionChange<TVersion>? change) => CatalogAnswers.RefusedAsync(
        context, change, cache, Named(id), $"There are as many of them as there may be ({limit}).");

    private string Named(string id) => $"{noun} '{id}'";
}
