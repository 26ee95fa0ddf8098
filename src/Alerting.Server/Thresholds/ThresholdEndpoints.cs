using Alerting.Access;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Thresholds;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Thresholds;

/// <summary>The thresholds and their versions.</summary>
internal static class ThresholdEndpoints
{
    private const string Full =
        $"There are as many thresholds as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Thresholds)}).";

    public static void Map(IEndpointRouteBuilder api)
    {
        var thresholds = api.MapGroup("/thresholds").WithTags(Tags.Thresholds);
        thresholds.MapGet("", ListAsync)
            .RequireAccess(Role.Desk)
            .Describe("listThresholds", "The thresholds", "Disabled ones included; by id.")
            .Paged()
            .Produces<Page<ThresholdView>>();
        thresholds.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Desk, Resource.Threshold)
            .Describe("getThreshold", "A threshold", "What is answered can be put.")
            .Produces<ThresholdView>()
            .Produces(StatusCodes.Status304NotModified);
        thresholds.MapGet("/{id}/versions", VersionsAsync)
            .RequireAccess(Role.Desk, Resource.Threshold)
            .Describe("listThresholdVersions", "All versions of a threshold", "Oldest first, deletions included.")
            .Paged()
            .Produces<Page<ThresholdVersion>>();
        Precondition.Describe(thresholds.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Operator, Resource.Threshold)
            .Describe("putThreshold", "Create or replace a threshold", "Regions judge by it within a second.")
            .Accepts<ThresholdBody>("application/json")
            .Example(Examples.Threshold)
            .Produces<ThresholdView>()
            .Produces<ThresholdView>(StatusCodes.Status201Created);
        Precondition.Describe(thresholds.MapDelete("/{id}", DeleteAsync))
            .RequireAccess(Role.Operator, Resource.Threshold)
            .Describe("deleteThreshold", "Delete a threshold", "Its open alerts are cleared; its versions are kept.")
            .Query("reason", "Why; kept with the version.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static IThresholdCatalogGrain Catalog(
        IGrainFactory grains) => grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key);

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] IGrainFactory grains, [FromServices] RegionAccess access, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var catalog = await Catalog(grains).GetAsync(-1);
        var limits = access.Of(context.User);
        return CatalogAnswers.Page(
            catalog!.Versions.Where(v => v.Definition is { } definition && limits.Meet(definition.Scope.Regions)),
            after, pageSize, ThresholdView.Of);
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        var versions = await Catalog(grains).VersionsAsync(id);
        return versions is [.., { Definition: not null } current]
            ? Precondition.NotModified(context, Precondition.TagOf(current.Version)) ?? Answer(context, current, isNew: false)
            : Missing(id);
    }

    private static async Task<IResult> VersionsAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] RegionAccess access, string? after,
        string? limit)
    {
        var versions = await Catalog(grains).VersionsAsync(id);
        return CatalogAnswers.Versions(versions, Shown(versions, access.Of(context.User)), Named(id), after, limit);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] ThresholdValidator validator,
        [FromServices] ThresholdCache cache, [FromServices] RegionAccess access)
    {
        var body = await Body.ReadAsync<ThresholdBody>(context);
        var threshold = validator.Validate(body, id);
        access.Of(context.User).Check(threshold.Scope.Regions, "$.scope.regions");
        var change = await ChangeAsync(
            context, grains, id, expected => Catalog(grains).PutAsync(
                threshold, context.User.Identity!.Name!, body.Reason, expected, Acts.Of(context, body.Reason)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), Full)
            ?? Answer(context, change!.Version!, change.Outcome == CatalogOutcome.Created);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] ThresholdCache cache, string? reason)
    {
        var change = await ChangeAsync(
            context, grains, id, expected => Catalog(grains).DeleteAsync(
                id, context.User.Identity!.Name!, reason, expected, Acts.Of(context, reason)));
        return await CatalogAnswers.RefusedAsync(context, change, cache, Named(id), Full) ?? TypedResults.NoContent();
    }

    /// <summary>The versions whose scope meets the limits, and the deletions of those.</summary>
    private static IEnumerable<ThresholdVersion> Shown(IEnumerable<ThresholdVersion> versions, RegionLimits limits)
    {
        var isShown = limits.AreNone;
        foreach (var version in versions)
        {
            isShown = version.Definition is { } definition ? limits.Meet(definition.Scope.Regions) : isShown;
            if (isShown)
            {
                yield return version;
            }
        }
    }

    private static Task<ThresholdChange?> ChangeAsync(
        HttpContext context, IGrainFactory grains, string id, Func<int?, Task<ThresholdChange>> change) =>
        CatalogAnswers.ChangeAsync(context, () => Catalog(grains).VersionsAsync(id), change);

    private static IResult Answer(HttpContext context, ThresholdVersion version, bool isNew) =>
        CatalogAnswers.One(context, version, ThresholdView.Of(version), isNew ? $"/api/v1/thresholds/{version.Id}" : null);

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"threshold '{id}'";
}
