using System.Globalization;
using Alerting.Grains.Catalogs;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>
/// What the routes of every catalogue answer: lists by id, all versions, and changes that a request may put conditions on.
/// </summary>
internal static class CatalogAnswers
{
    /// <summary>A page of a list by id.</summary>
    /// <param name="listed">What the whole list has, by id.</param>
    /// <param name="after">The id that the page follows; null for the first page.</param>
    /// <param name="view">How one is shown.</param>
    public static IResult Page<TVersion, TView>(
        IEnumerable<TVersion> listed, string? after, int pageSize, Func<TVersion, TView> view)
        where TVersion : IVersioned
    {
        var items = listed.Where(v => after is null || string.CompareOrdinal(v.Id, after) > 0).Take(pageSize + 1).ToList();
        var cut = Paging.Cut(items, pageSize, static v => v.Id);
        return TypedResults.Ok(new Page<TView>([.. cut.Items.Select(view)], cut.Next));
    }

    /// <summary>A page of the versions of one, oldest first.</summary>
    /// <param name="versions">All there are; none where there never was one.</param>
    /// <param name="shown">Those that the caller may see.</param>
    /// <param name="what">What it is, such as "threshold 'x'".</param>
    public static IResult Versions<TVersion>(
        IReadOnlyCollection<TVersion> versions, IEnumerable<TVersion> shown, string what, string? after, string? limit)
        where TVersion : IVersioned
    {
        var known = 0;
        if ((Paging.Limit(limit, out var pageSize) ?? Paging.After(after, 0, out known)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return versions.Count == 0
            ? Problems.NotFound(what)
            : TypedResults.Ok(Paging.Cut([.. shown.Where(v => v.Version > known).Take(pageSize + 1)], pageSize,
                static v => v.Version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Makes a change if the version in force is one that the request expects; else null.</summary>
    /// <param name="versions">Reads all versions, oldest first.</param>
    /// <param name="change">Makes it where this version is in force, 0 for none; null: in any case.</param>
    public static Task<TChange?> ChangeAsync<TVersion, TChange>(
        HttpContext context, Func<Task<IReadOnlyList<TVersion>>> versions, Func<int?, Task<TChange>> change)
        where TVersion : IVersioned
        where TChange : class, ICatalogChange =>
        Precondition.Of(context).ApplyAsync(
            async () => await versions() is [.., { IsDeletion: false, Version: var version }]
                ? (version, Precondition.TagOf(version))
                : (0, null),
            async expected => await change(expected?.Value) is { Outcome: not CatalogOutcome.Conflict } changed ? changed : null);

    /// <summary>The answer where a change was not made; null where it was, and this process knows it.</summary>
    /// <param name="what">What was to be changed, such as "threshold 'x'".</param>
    /// <param name="full">What is said where there are as many as there may be.</param>
    public static async Task<IResult?> RefusedAsync<TCatalog>(
        HttpContext context, ICatalogChange? change, CatalogCache<TCatalog> cache, string what, string full)
        where TCatalog : class
    {
        switch (change?.Outcome)
        {
            case null:
                return Precondition.Failed(what);
            case CatalogOutcome.NotFound:
                return Problems.NotFound(what);
            case CatalogOutcome.LimitReached:
                return Problems.Invalid(new Fault(FaultTypes.LimitReached, full));
            default:
                await cache.RefreshAsync(context.RequestAborted);
                return null;
        }
    }

    /// <summary>One, with the entity tag of its version.</summary>
    /// <param name="createdAt">Its address, where it has just been created; else null.</param>
    public static IResult One<TView>(HttpContext context, IVersioned version, TView view, string? createdAt)
    {
        context.Response.Headers.ETag = Precondition.TagOf(version.Version);
        if (createdAt is null)
        {
            return TypedResults.Json(view, statusCode: StatusCodes.Status200OK);
        }

        context.Response.Headers.Location = createdAt;
        return TypedResults.Json(view, statusCode: StatusCodes.Status201Created);
    }
}
