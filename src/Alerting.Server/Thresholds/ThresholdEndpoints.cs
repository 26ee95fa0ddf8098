using System.Globalization;
using Alerting.Access;
using Alerting.Grains.Hosting;
using Alerting.Grains.Thresholds;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Thresholds;

/// <summary>The thresholds and their versions.</summary>
internal static class ThresholdEndpoints
{
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
            .Header("If-None-Match", "ETags of what is known.")
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
        var items = catalog!.Versions
            .Where(v => v.Definition is { } definition
                && (after is null || string.CompareOrdinal(v.Id, after) > 0)
                && limits.Meet(definition.Scope.Regions))
            .Take(pageSize + 1).ToList();
        var cut = Paging.Cut(items, pageSize, static v => v.Id);
        return TypedResults.Ok(new Page<ThresholdView>([.. cut.Items.Select(ThresholdView.Of)], cut.Next));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        var versions = await Catalog(grains).VersionsAsync(id);
        return versions is [.., { Definition: not null } current]
            ? Precondition.NotModified(context, Precondition.TagOf(current.Version)) ?? Answer(context, current, StatusCodes.Status200OK)
            : Missing(id);
    }

    private static async Task<IResult> VersionsAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] RegionAccess access, string? after,
        string? limit)
    {
        var known = 0;
        if ((Paging.Limit(limit, out var pageSize) ?? Paging.After(after, 0, out known)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var versions = await Catalog(grains).VersionsAsync(id);
        var limits = access.Of(context.User);
        return versions.Count == 0
            ? Missing(id)
            : TypedResults.Ok(Paging.Cut([.. Shown(versions, limits).Where(v => v.Version > known).Take(pageSize + 1)], pageSize,
                static v => v.Version.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] ThresholdValidator validator,
        [FromServices] ThresholdCache cache, [FromServices] RegionAccess access)
    {
        var body = await Body.ReadAsync<ThresholdBody>(context);
        var threshold = validator.Validate(body, id);
        access.Of(context.User).Check(threshold.Scope.Regions, "$.scope.regions");
        var change = await ChangeAsync(
            context, grains, id, expected => Catalog(grains).PutAsync(threshold, context.User.Identity!.Name!, body.Reason, expected));
        if (change is null)
        {
            return Precondition.Failed(Named(id));
        }

        if (change.Outcome == ThresholdChangeOutcome.LimitReached)
        {
            var full = $"There are as many thresholds as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Thresholds)}).";
            return Problems.Invalid(new Fault(FaultTypes.LimitReached, full));
        }

        await cache.RefreshAsync(context.RequestAborted);
        return Answer(context, change.Version!,
            change.Outcome == ThresholdChangeOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] ThresholdCache cache, string? reason)
    {
        var change = await ChangeAsync(
            context, grains, id, expected => Catalog(grains).DeleteAsync(id, context.User.Identity!.Name!, reason, expected));
        switch (change?.Outcome)
        {
            case null:
                return Precondition.Failed(Named(id));
            case ThresholdChangeOutcome.NotFound:
                return Missing(id);
            default:
                await cache.RefreshAsync(context.RequestAborted);
                return TypedResults.NoContent();
        }
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

    /// <summary>Makes the change if the version in force is one that the request expects; else null.</summary>
    private static Task<ThresholdChange?> ChangeAsync(
        HttpContext context, IGrainFactory grains, string id, Func<int?, Task<ThresholdChange>> change) =>
        Precondition.Of(context).ApplyAsync(
            async () => await Catalog(grains).VersionsAsync(id) is [.., { Definition: not null, Version: var version }]
                ? (version, Precondition.TagOf(version))
                : (0, null),
            async expected => await change(expected?.Value) is { Outcome: not ThresholdChangeOutcome.Conflict } changed ? changed : null);

    private static IResult Answer(HttpContext context, ThresholdVersion version, int status)
    {
        context.Response.Headers.ETag = Precondition.TagOf(version.Version);
        if (status == StatusCodes.Status201Created)
        {
            context.Response.Headers.Location = $"/api/v1/thresholds/{version.Id}";
        }

        return TypedResults.Json(ThresholdView.Of(version), statusCode: status);
    }

    private static IResult Missing(string id) => Problems.NotFound(Named(id));

    private static string Named(string id) => $"threshold '{id}'";
}
