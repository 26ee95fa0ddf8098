using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>The overrides by which operators set the shown level of a region.</summary>
internal static class OverrideEndpoints
{
    public static void Map(RouteGroupBuilder regions)
    {
        regions.MapGet("/{code}/override", GetAsync)
            .RequireRegion(Role.Dashboard)
            .Describe("getOverride", "The level that operators have a region show")
            .Produces<OverrideView>()
            .Produces(StatusCodes.Status304NotModified);
        Precondition.Describe(regions.MapPut("/{code}/override", PutAsync))
            .RequireRegion(Role.Operator)
            .Describe("putOverride", "Have a region show a level", "Goes before what is computed until it expires or is taken back.")
            .Accepts<OverrideBody>("application/json")
            .Example(Examples.Override)
            .Produces<OverrideView>()
            .Produces<OverrideView>(StatusCodes.Status201Created);
        Precondition.Describe(regions.MapDelete("/{code}/override", DeleteAsync))
            .RequireRegion(Role.Operator)
            .Describe("deleteOverride", "Take an override back")
            .Query("reason", "Why; kept in the region's history.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, string code, [FromServices] RegionGrains grains, [FromServices] RegionCatalog catalog)
    {
        if (RegionEndpoints.Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        return (await grains[code].GetStateAsync()).Figures.Override is { } value
            ? Precondition.NotModified(context, TagOf(value)) ?? TypedResults.Ok(RegionViews.Of(value))
            : Missing(code);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string code, [FromServices] RegionGrains grains, [FromServices] RegionCatalog catalog,
        [FromServices] Patience patience, [FromServices] TimeProvider clock)
    {
        if (RegionEndpoints.Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        var body = await Body.ReadAsync<OverrideBody>(context);
        if (body.ExpiresAt <= clock.GetUtcNow())
        {
            throw RefusedException.Invalid("$.expiresAt", "must be in the future");
        }

        var value = new LevelOverride(body.Level, body.Reason, context.User.Identity!.Name!, body.ExpiresAt?.UtcTicks);
        var change = await ChangeAsync(context, grains[code], async expected =>
            await patience.TryAsync(
                () => grains[code].SetOverrideAsync(
                    value, value.Author, value.Reason, expected, Acts.Of(context, value.Reason)), context.RequestAborted));
        if (change is null)
        {
            return Precondition.Failed(Named(code));
        }

        context.Response.Headers.ETag = TagOf(value);
        return change.Outcome == OverrideChange.WasSet
            ? TypedResults.Ok(RegionViews.Of(value))
            : TypedResults.Created($"/api/v1/regions/{code}/override", RegionViews.Of(value));
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string code, [FromServices] RegionGrains grains, [FromServices] RegionCatalog catalog, string? reason)
    {
        if (RegionEndpoints.Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        var change = await ChangeAsync(
            context, grains[code], expected => grains[code].SetOverrideAsync(
                null, context.User.Identity!.Name!, reason, expected, Acts.Of(context, reason)));
        return change is null ? Precondition.Failed(Named(code))
            : change.Outcome == OverrideChange.WasSet ? TypedResults.NoContent()
            : Missing(code);
    }

    /// <summary>Makes the change if the override that is there is one that the request expects; else null.</summary>
    private static Task<Made?> ChangeAsync(
        HttpContext context, IRegionGrain region, Func<OverrideExpectation?, Task<OverrideChange>> change) =>
        Precondition.Of(context).ApplyAsync(
            async () => (await region.GetStateAsync()).Figures.Override is { } value ? (value, TagOf(value)) : ((LevelOverride?)null, null),
            async expected =>
            {
                var outcome = await change(expected is null ? null : new OverrideExpectation(expected.Value));
                return outcome == OverrideChange.Conflict ? null : new Made(outcome);
            });

    /// <summary>The entity tag of an override, made from its content: the same override has the same tag.</summary>
    private static string TagOf(LevelOverride value)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"{value.Level}\n{value.Expires}\n{value.Author}\n{value.Reason}");
        return $"\"{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(shown)))}\"";
    }

    private static IResult Missing(string code) => Problems.NotFound(Named(code));

    private static string Named(string code) => $"override of '{code}'";

    private sealed record Made(OverrideChange Outcome);
}
