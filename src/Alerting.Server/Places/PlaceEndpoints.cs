using Alerting.Access;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Places;
using Alerting.Places;
using Alerting.Server.Access;
using Alerting.Server.Audit;
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
        return CatalogAnswers.Page(
            catalog!.Versions.Where(v => v.Definition is { } place && isListed(place.Region)), after, pageSize, PlaceView.Of);
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] PlaceAccess access)
    {
        var versions = await access.Catalog.VersionsAsync(id);
        return versions is [.., { Definition: not null } current]
            ? Precondition.NotModified(context, Precondition.TagOf(current.Version)) ?? Answer(context, current, isNew: false)
            : Missing(id);
    }

    private static async Task<IResult> VersionsAsync(
        string id, [FromServices] PlaceAccess access, string? after, string? limit)
    {
        var versions = Slug.IsValid(id) ? await access.Catalog.VersionsAsync(id) : [];
        return CatalogAnswers.Versions(versions, versions, Named(id), after, limit);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, [FromServices] PlaceCache cache)
    {
        var body = await Body.ReadAsync<PlaceBody>(context);
        var place = PlaceValidator.Validate(body, id);
        access.Check(context.User, place.Region, "$.region");
        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.PutAsync(
                id, place, context.User.Identity!.Name!, body.Reason, expected, Acts.Of(context, body.Reason)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), PlaceAccess.Full)
            ?? Answer(context, change!.Version!, change.Outcome == CatalogOutcome.Created);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, [FromServices] PlaceCache cache, string? reason)
    {
        if (!Slug.IsValid(id))
        {
            return Missing(id);
        }

        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.DeleteAsync(
                id, context.User.Identity!.Name!, reason, expected, Acts.Of(context, reason)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), PlaceAccess.Full) ?? TypedResults.NoContent();
    }

    private static IResult Answer(HttpContext context, PlaceVersion version, bool isNew) =>
        CatalogAnswers.One(context, version, PlaceView.Of(version), isNew ? $"/api/v1/places/{version.Id}" : null);

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"place '{id}'";
}
