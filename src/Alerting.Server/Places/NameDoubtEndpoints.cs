using Alerting.Access;
using Alerting.Engine.Names;
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

/// <summary>Names of towns that may be one town's, and what was decided of them.</summary>
internal static class NameDoubtEndpoints
{
    public static void Map(IEndpointRouteBuilder places)
    {
        places.MapGet("/doubts", ListAsync)
            .RequireAccess(Role.Dashboard)
            .Describe(
                "listNameDoubts", "Pairs of names that may be one town's",
                "Names that reports of one region write, with these reports; of incidents that the regions hold in memory, which are "
                    + "those of every window that still counts. What is decided on is not listed.")
            .Query("region", "Those of this region and below it.")
            .Paged()
            .Produces<Page<NameDoubt>>();
        places.MapGet("/decisions", ListDecisionsAsync)
            .RequireAccess(Role.Dashboard)
            .Describe("listNameDecisions", "What was decided of pairs of names", "By id; what was taken back is not among them.")
            .Query("region", "Those of this region and below it.")
            .Paged()
            .Produces<Page<NameDecisionView>>();
        places.MapGet("/doubts/{id}", GetAsync)
            .RequireAccess(Role.Dashboard, Resource.Place)
            .Describe("getNameDecision", "What was decided of a pair of names")
            .Produces<NameDecisionView>()
            .Produces(StatusCodes.Status304NotModified);
        places.MapGet("/doubts/{id}/versions", VersionsAsync)
            .RequireAccess(Role.Dashboard, Resource.Place)
            .Describe("listNameDecisionVersions", "All that was ever decided of a pair of names", "Oldest first, withdrawals included.")
            .Paged()
            .Produces<Page<PlaceVersion>>();
        Precondition.Describe(places.MapPut("/doubts/{id}", PutAsync))
            .RequireAccess(Role.Operator, Resource.Place)
            .Describe(
                "putNameDecision", "Decide on a pair of names",
                "Same: they are one town, in every window that still counts. Different: they are two and never in doubt again. Deciding "
                    + "the same again changes nothing.")
            .Accepts<NameDecisionBody>("application/json")
            .Example(Examples.NameDecision)
            .Produces<NameDecisionView>()
            .Produces<NameDecisionView>(StatusCodes.Status201Created);
        Precondition.Describe(places.MapDelete("/doubts/{id}", DeleteAsync))
            .RequireAccess(Role.Operator, Resource.Place)
            .Describe("deleteNameDecision", "Take a decision on two names back", "They are in doubt again if they are alike.")
            .Query("reason", "Why; kept with the version.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] PlaceAccess access, [FromServices] NameDoubtSearch search, string? region, string? after,
        string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return NameDoubtSearch.TryReadCursor(after, out var from)
            ? TypedResults.Ok(await search.PageAsync(access.Listed(context.User, region), from, pageSize, context.RequestAborted))
            : Problems.Invalid(Paging.Invalid("after", after!));
    }

    private static async Task<IResult> ListDecisionsAsync(
        HttpContext context, [FromServices] PlaceAccess access, string? region, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var isListed = access.Listed(context.User, region);
        var catalog = await access.Catalog.GetAsync(-1);
        return CatalogAnswers.Page(
            catalog!.Versions.Where(v => v.Decision is { } made && isListed(made.Region)), after, pageSize, NameDecisionView.Of);
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] PlaceAccess access)
    {
        id = PathSegment.Read(context, fromEnd: 0);
        var versions = await access.Catalog.VersionsAsync(id);
        return versions is [.., { Decision: not null } current]
            ? Precondition.NotModified(context, Precondition.TagOf(current.Version)) ?? Answer(context, current, isNew: false)
            : Problems.NotFound(Named(id));
    }

    private static async Task<IResult> VersionsAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, string? after, string? limit)
    {
        id = PathSegment.Read(context, fromEnd: 1);
        var versions = NamePair.TryParse(id, out _) ? await access.Catalog.VersionsAsync(id) : [];
        return CatalogAnswers.Versions(versions, versions, Named(id), after, limit);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, [FromServices] PlaceCache cache)
    {
        id = PathSegment.Read(context, fromEnd: 0);
        var pair = PlaceValidator.PairOf(id);
        access.Check(context.User, pair.Region, null);
        var body = await Body.ReadAsync<NameDecisionBody>(context);
        var decision = new NameDecision(pair.Region, pair.First, pair.Second, body.Decision);
        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.DecideAsync(
                decision, context.User.Identity!.Name!, body.Reason, expected, Acts.Of(context, body.Reason)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), PlaceAccess.Full)
            ?? Answer(context, change!.Version!, change.Outcome == CatalogOutcome.Created);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] PlaceAccess access, [FromServices] PlaceCache cache, string? reason)
    {
        id = PathSegment.Read(context, fromEnd: 0);
        if (!NamePair.TryParse(id, out _))
        {
            return Problems.NotFound(Named(id));
        }

        var change = await access.ChangeAsync(
            context, id, expected => access.Catalog.DeleteAsync(
                id, context.User.Identity!.Name!, reason, expected, Acts.Of(context, reason)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), PlaceAccess.Full) ?? TypedResults.NoContent();
    }

    private static IResult Answer(HttpContext context, PlaceVersion version, bool isNew) => CatalogAnswers.One(
        context, version, NameDecisionView.Of(version), isNew ? $"/api/v1/places/doubts/{Uri.EscapeDataString(version.Id)}" : null);

    private static string Named(string id) => $"decision on '{NearestName.Shown(id)}'";
}
