using Alerting.Access;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Silences;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Silences;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Silences;

/// <summary>Silences, their versions, and what they held back.</summary>
internal static class SilenceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var silences = api.MapGroup("/silences").WithTags(Tags.Silences);
        silences.MapGet("", ListAsync)
            .RequireAccess(Role.Desk)
            .Describe("listSilences", "The silences", "By id, ended ones too as long as they are kept.")
            .Query("status", "Those that are pending, active or ended.")
            .Paged()
            .Produces<Page<SilenceView>>();
        silences.MapPost("", PostAsync)
            .RequireAccess(Role.Desk)
            .Describe(
                "createSilence", "Make a silence",
                "Holds deliveries back, never alerts. What is held back is delivered as it then stands when the silence has ended.")
            .Accepts<SilenceBody>("application/json")
            .Example(Examples.Silence)
            .Produces<SilenceView>(StatusCodes.Status201Created);
        silences.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Desk, Resource.Silence)
            .Describe("getSilence", "A silence", "What is answered can be put.")
            .WithoutContentTag()
            .Produces<SilenceView>();
        silences.MapGet("/{id}/versions", VersionsAsync)
            .RequireAccess(Role.Desk, Resource.Silence)
            .Describe("listSilenceVersions", "All versions of a silence", "Oldest first, deletions included.")
            .Paged()
            .Produces<Page<SilenceVersion>>();
        silences.MapGet("/{id}/held", HeldAsync)
            .RequireAccess(Role.Desk, Resource.Silence)
            .Describe(
                "listHeldDeliveries", "What a silence held back",
                "By subscription, then seq, of each subscription the last 1,000 that are held back; also when the silence is deleted.")
            .Paged()
            .Produces<Page<HeldDelivery>>();
        Precondition.Describe(silences.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Desk, Resource.Silence)
            .Describe("putSilence", "Create or replace a silence", "Every process goes by it within a second.")
            .Accepts<SilenceBody>("application/json")
            .Example(Examples.Silence)
            .Produces<SilenceView>()
            .Produces<SilenceView>(StatusCodes.Status201Created);
        Precondition.Describe(silences.MapDelete("/{id}", DeleteAsync))
            .RequireAccess(Role.Desk, Resource.Silence)
            .Describe("deleteSilence", "Delete a silence", "It holds nothing back any more; what it held is kept.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] SilenceAccess access, string? status, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        SilenceStatus? only = null;
        if (status is not null)
        {
            if (!EnumNames.TryParse<SilenceStatus>(status, out var value))
            {
                return Problems.Invalid(Paging.Invalid("status", status));
            }

            only = value;
        }

        var limits = access.LimitsOf(context.User);
        var catalog = await access.Catalog.GetAsync(-1);
        return CatalogAnswers.Page(
            catalog!.Versions.Where(version => version.Definition is { } silence
                && RegionScope.IsShown(silence.Regions, limits)
                && (only is null || access.View(version).Status == only)),
            after, pageSize, access.View);
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] SilenceAccess access)
    {
        // Never 304: the status changes with time, and the entity tag does not.
        return await access.Catalog.VersionsAsync(id) is [.., { Definition: not null } current]
            ? Answer(context, access, current, isNew: false)
            : Missing(id);
    }

    private static async Task<IResult> VersionsAsync(
        string id, [FromServices] SilenceAccess access, string? after, string? limit)
    {
        var versions = Slug.IsValid(id) ? await access.Catalog.VersionsAsync(id) : [];
        return CatalogAnswers.Versions(versions, versions, Named(id), after, limit);
    }

    private static async Task<IResult> HeldAsync(
        HttpContext context, string id, [FromServices] SilenceAccess access, [FromServices] HeldDeliveries held,
        string? after, string? limit)
    {
        HeldDeliveries.Place? from = null;
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (after is not null)
        {
            if (!HeldDeliveries.Place.TryParse(after, out var place))
            {
                return Problems.Invalid(Paging.Invalid("after", after));
            }

            from = place;
        }

        return !Slug.IsValid(id) || (await access.Catalog.VersionsAsync(id)).Count == 0
            ? Missing(id)
            : TypedResults.Ok(await held.ReadAsync(id, from, pageSize, access.LimitsOf(context.User), context.RequestAborted));
    }

    private static Task<IResult> PostAsync(
        HttpContext context, [FromServices] SilenceAccess access, [FromServices] SilenceValidator validator,
        [FromServices] SilenceCache cache) =>
        SaveAsync(context, Guid.CreateVersion7().ToString("N"), access, validator, cache, isNew: true);

    private static Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] SilenceAccess access, [FromServices] SilenceValidator validator,
        [FromServices] SilenceCache cache) =>
        SaveAsync(context, id, access, validator, cache, isNew: false);

    private static async Task<IResult> SaveAsync(
        HttpContext context, string id, SilenceAccess access, SilenceValidator validator, SilenceCache cache, bool isNew)
    {
        var body = await Body.ReadAsync<SilenceBody>(context);
        var present = isNew ? null : await PresentAsync(context, id, access);
        var thresholds = await access.ThresholdsAsync(context.RequestAborted);
        var by = context.User.Identity!.Name!;
        var silence = validator.Validate(
            isNew ? body with { Id = null } : body, id, thresholds, access.LimitsOf(context.User), by, present);
        access.CheckLength(context.User, silence, "$");
        var change = isNew
            ? await access.Catalog.PutAsync(id, silence, by, 0, Acts.Of(context))
            : await ChangeAsync(context, id, access, expected => access.Catalog.PutAsync(id, silence, by, expected, Acts.Of(context)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), SilenceAccess.Full)
            ?? Answer(context, access, change!.Version!, change.Outcome == CatalogOutcome.Created);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] SilenceAccess access, [FromServices] SilenceCache cache)
    {
        if (await PresentAsync(context, id, access) is null)
        {
            return Missing(id);
        }

        var by = context.User.Identity!.Name!;
        var change = await ChangeAsync(context, id, access, expected => access.Catalog.DeleteAsync(id, by, expected, Acts.Of(context)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), SilenceAccess.Full) ?? TypedResults.NoContent();
    }

    /// <summary>The silence that is there, which the caller may change; null: there is none.</summary>
    private static async Task<Silence?> PresentAsync(HttpContext context, string id, SilenceAccess access)
    {
        if (!Slug.IsValid(id) || await access.Catalog.VersionsAsync(id) is not [.., { Definition: { } present }])
        {
            return null;
        }

        access.CheckLength(context.User, present, null);
        return present;
    }

    private static Task<SilenceChange?> ChangeAsync(
        HttpContext context, string id, SilenceAccess access, Func<int?, Task<SilenceChange>> change) =>
        CatalogAnswers.ChangeAsync(context, () => access.Catalog.VersionsAsync(id), change);

    private static IResult Answer(HttpContext context, SilenceAccess access, SilenceVersion version, bool isNew) =>
        CatalogAnswers.One(context, version, access.View(version), isNew ? $"/api/v1/silences/{version.Id}" : null);

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"silence '{id}'";
}
