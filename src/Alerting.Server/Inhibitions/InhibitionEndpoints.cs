using Alerting.Access;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Inhibitions;
using Alerting.Grains.Thresholds;
using Alerting.Inhibitions;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Inhibitions;

/// <summary>Inhibitions, and their versions.</summary>
internal static class InhibitionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var inhibitions = api.MapGroup("/inhibitions").WithTags(Tags.Inhibitions);
        inhibitions.MapGet("", ListAsync)
            .RequireAccess(Role.Desk)
            .Describe("listInhibitions", "The inhibitions", "By id, those that hold something back in the caller's regions.")
            .Paged()
            .Produces<Page<InhibitionView>>();
        inhibitions.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Desk, Resource.Inhibition)
            .Describe("getInhibition", "An inhibition", "What is answered can be put.")
            .Produces<InhibitionView>()
            .Produces(StatusCodes.Status304NotModified);
        inhibitions.MapGet("/{id}/versions", VersionsAsync)
            .RequireAccess(Role.Desk, Resource.Inhibition)
            .Describe("listInhibitionVersions", "All versions of an inhibition", "Oldest first, deletions included.")
            .Paged()
            .Produces<Page<InhibitionVersion>>();
        Precondition.Describe(inhibitions.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Operator, Resource.Inhibition)
            .Describe(
                "putInhibition", "Create or replace an inhibition",
                "Holds deliveries back, never alerts, while an alert of its source is open. Every process goes by it within a second.")
            .Accepts<InhibitionBody>("application/json")
            .Example(Examples.Inhibition)
            .Produces<InhibitionView>()
            .Produces<InhibitionView>(StatusCodes.Status201Created);
        Precondition.Describe(inhibitions.MapDelete("/{id}", DeleteAsync))
            .RequireAccess(Role.Operator, Resource.Inhibition)
            .Describe(
                "deleteInhibition", "Delete an inhibition", "What it held back is delivered, as far as the alerts are open or were told.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] InhibitionAccess access, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var limits = access.LimitsOf(context.User);
        var catalog = await access.Catalog.GetAsync(-1);
        return CatalogAnswers.Page(
            catalog!.Versions.Where(version => version.Definition is { } one && RegionScope.IsShown(one.Regions, limits)),
            after, pageSize, InhibitionView.Of);
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] InhibitionAccess access) =>
        await access.Catalog.VersionsAsync(id) is [.., { Definition: not null } current]
            ? Precondition.NotModified(context, Precondition.TagOf(current.Version)) ?? Answer(context, current, isNew: false)
            : Missing(id);

    private static async Task<IResult> VersionsAsync(
        string id, [FromServices] InhibitionAccess access, string? after, string? limit)
    {
        var versions = Slug.IsValid(id) ? await access.Catalog.VersionsAsync(id) : [];
        return CatalogAnswers.Versions(versions, versions, Named(id), after, limit);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] InhibitionAccess access, [FromServices] InhibitionValidator validator,
        [FromServices] ThresholdCache thresholds, [FromServices] InhibitionCache cache)
    {
        var body = await Body.ReadAsync<InhibitionBody>(context);
        var inhibition = validator.Validate(
            body, id, await thresholds.ReadIdsAsync(context.RequestAborted), access.LimitsOf(context.User));
        var by = context.User.Identity!.Name!;
        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.PutAsync(id, inhibition, by, expected, Acts.Of(context, inhibition.Comment)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), InhibitionAccess.Full)
            ?? Answer(context, change!.Version!, change.Outcome == CatalogOutcome.Created);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] InhibitionAccess access, [FromServices] InhibitionCache cache)
    {
        if (!Slug.IsValid(id))
        {
            return Missing(id);
        }

        var by = context.User.Identity!.Name!;
        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.DeleteAsync(id, by, expected, Acts.Of(context)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), InhibitionAccess.Full) ?? TypedResults.NoContent();
    }

    private static IResult Answer(HttpContext context, InhibitionVersion version, bool isNew) =>
        CatalogAnswers.One(context, version, InhibitionView.Of(version), isNew ? $"/api/v1/inhibitions/{version.Id}" : null);

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"inhibition '{id}'";
}
