using System.Globalization;
using Alerting.Access;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Places;
using Alerting.Places;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Places;

/// <summary>The towns that operators know, and their versions.</summary>
internal static class PlaceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var places = api.MapGroup("/places").WithTags(Tags.Places);
        NameDoubtEndpoints.Map(places);
        places.MapGet("", ListAsync)
            .RequireAccess(Role.Dashboard)
            .Describe("listPlaces", "The places", "What operators have put, by id; towns of the built-in gazetteer are not among them.")
            .Query("region", "Those of this region and below it.")
            .Paged()
            .Produces<Page<PlaceView>>();
        places.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Dashboard, Resource.Place)
            .Describe("getPlace", "A place", "What is answered can be put.")
            .Header("If-None-Match", "ETags of what is known.")
            .Produces<PlaceView>()
            .Produces(StatusCodes.Status304NotModified);
        places.MapGet("/{id}/versions", VersionsAsync)
            .RequireAccess(Role.Dashboard, Resource.Place)
            .Describe("listPlaceVersions", "All versions of a place", "Oldest first, deletions included.")
            .Paged()
            .Produces<Page<PlaceVersion>>();
        Precondition.Describe(places.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Operator, Resource.Place)
            .Describe(
                "putPlace", "Create or replace a place",
                "All of its names are one town of its region within a second, in every window that still counts.")
            .Accepts<PlaceBody>("application/json")
            .Example(Examples.Place)
            .Produces<PlaceView>()
            .Produces<PlaceView>(StatusCodes.Status201Created);
        Precondition.Describe(places.MapDelete("/{id}", DeleteAsync))
            .RequireAccess(Role.Operator, Resource.Place)
            .Describe("deletePlace", "Delete a place", "Its names are towns of their own again; its versions are kept.")
            .Query("reason", "Why; kept with the version.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] PlaceAccess access, string? region, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var isListed = access.Listed(context.User, region);
        var catalog = await access.Catalog.GetAsync(-1);
        var items = catalog!.Versions
            .Where(v => v.Definition is { } place && isListed(place.Region) && (after is null || string.CompareOrdinal(v.Id, after) > 0))
            .Take(pageSize + 1).ToList();
        var cut = Paging.Cut(items, pageSize, static v => v.Id);
        return TypedResults.Ok(new Page<PlaceView>([.. cut.Items.Select(PlaceView.Of)], cut.Next));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] PlaceAccess access)
    {
        var versions = await access.Catalog.VersionsAsync(id);
        return versions is [.., { Definition: not null } current]
            ? Precondition.NotModified(context, Precondition.TagOf(current.Version)) ?? Answer(context, current, StatusCodes.Status200OK)
            : Missing(id);
    }

    private static async Task<IResult> VersionsAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, string? after, string? limit) =>
        PageOf(Slug.IsValid(id) ? await access.Catalog.VersionsAsync(id) : [], Named(id), after, limit);

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, [FromServices] PlaceCache cache)
    {
        var body = await Body.ReadAsync<PlaceBody>(context);
        var place = PlaceValidator.Validate(body, id);
        access.Check(context.User, place.Region, "$.region");
        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.PutAsync(id, place, context.User.Identity!.Name!, body.Reason, expected));
        if (await RefusedAsync(context, change, cache, Named(id)) is { } refused)
        {
            return refused;
        }

        return Answer(
            context, change!.Version!, change.Outcome == CatalogOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, [FromServices] PlaceCache cache, string? reason)
    {
        if (!Slug.IsValid(id))
        {
            return Missing(id);
        }

        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.DeleteAsync(id, context.User.Identity!.Name!, reason, expected));
        return await RefusedAsync(context, change, cache, Named(id)) ?? TypedResults.NoContent();
    }

    /// <summary>A page of versions, oldest first.</summary>
    internal static IResult PageOf(IReadOnlyList<PlaceVersion> versions, string what, string? after, string? limit)
    {
        var known = 0;
        if ((Paging.Limit(limit, out var pageSize) ?? Paging.After(after, 0, out known)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return versions.Count == 0
            ? Problems.NotFound(what)
            : TypedResults.Ok(Paging.Cut([.. versions.Where(v => v.Version > known).Take(pageSize + 1)], pageSize,
                static v => v.Version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The answer where a change was not made; null where it was, and this process knows it.</summary>
    internal static async Task<IResult?> RefusedAsync(HttpContext context, PlaceChange? change, PlaceCache cache, string what)
    {
        switch (change?.Outcome)
        {
            case null:
                return Precondition.Failed(what);
            case CatalogOutcome.NotFound:
                return Problems.NotFound(what);
            case CatalogOutcome.LimitReached:
                var full = $"There is as much said of towns as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Places)}).";
                return Problems.Invalid(new Fault(FaultTypes.LimitReached, full));
            default:
                await cache.RefreshAsync(context.RequestAborted);
                return null;
        }
    }

    private static IResult Answer(HttpContext context, PlaceVersion version, int status)
    {
        context.Response.Headers.ETag = Precondition.TagOf(version.Version);
        if (status == StatusCodes.Status201Created)
        {
            context.Response.Headers.Location = $"/api/v1/places/{version.Id}";
        }

        return TypedResults.Json(PlaceView.Of(version), statusCode: status);
    }

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"place '{id}'";
}
