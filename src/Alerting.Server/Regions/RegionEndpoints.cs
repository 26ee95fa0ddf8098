using System.Globalization;
using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.Series;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>The states, incidents and histories of regions, which dashboards poll.</summary>
internal static class RegionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var regions = api.MapGroup("/regions").WithTags(Tags.Regions);
        RegionListEndpoint.Map(regions);
        regions.MapGet("/{code}", GetAsync)
            .RequireRegion(Role.Dashboard)
            .Describe("getRegion", "The state of a region",
                "Figures are as of asOf: the last change, or the start of the minute where anything decays.")
            .InForms<RegionView>();
        regions.MapGet("/{code}/incidents", IncidentsAsync)
            .RequireRegion(Role.Dashboard)
            .Describe("listIncidents", "The incidents of a region",
                "Newest first, those of the regions below included, each with the reports that tell of it.")
            .Paged()
            .Produces<Page<IncidentView>>();
        regions.MapGet("/{code}/history", HistoryAsync)
            .RequireRegion(Role.Dashboard)
            .Describe("listLevelChanges", "The changes of a region's level", "Newest first.")
            .Paged()
            .Produces<Page<LevelChangeView>>();
        RegionSeriesEndpoint.Map(regions);
        IncidentReportEndpoint.Map(regions);
        OverrideEndpoints.Map(regions);
        ClockEndpoints.Map(regions);
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, string code, [FromServices] RegionBoard board, [FromServices] RegionCatalog catalog,
        [FromServices] BoardWriter writer, string? geometry)
    {
        if (Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        if (RegionForms.Check(geometry) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var region = await board.ShowAsync(code, context.RequestAborted);
        var form = RegionForms.Of(context, geometry);
        return RegionForms.NotModified(context, $"\"{region.Tag}\"", form, writer)
            ?? (form == BoardForm.Plain
                ? TypedResults.Ok(region.View)
                : new SharedAnswer(BoardPage.Of(region).In(form, writer)));
    }

    private static async Task<IResult> IncidentsAsync(
        string code, [FromServices] RegionGrains grains, [FromServices] RegionCatalog catalog, string? after, string? limit)
    {
        if (Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var page = await grains[code].GetIncidentsAsync(after, pageSize);
        if (page is null)
        {
            return Problems.Invalid(Paging.Invalid("after", after!));
        }

        return TypedResults.Ok(new Page<IncidentView>([.. page.Items.Select(static item => new IncidentView(item))], page.Next));
    }

    private static async Task<IResult> HistoryAsync(
        string code, [FromServices] RegionGrains grains, [FromServices] RegionCatalog catalog, string? after, string? limit)
    {
        if (Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        // Counted from the oldest, so that changes in the meantime do not shift the pages.
        var older = 0;
        if ((Paging.Limit(limit, out var pageSize) ?? Paging.After(after, int.MaxValue, out older)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var history = await grains[code].GetHistoryAsync();
        var skip = Math.Max(0, history.Count - older);
        var items = history.Skip(skip).Take(pageSize)
            .Select(static c => new LevelChangeView(Instants.FromTicks(c.At), c.From, c.To, c.Score, c.Reason))
            .ToList();
        var rest = history.Count - skip - items.Count;
        return TypedResults.Ok(new Page<LevelChangeView>(items, rest > 0 ? rest.ToString(CultureInfo.InvariantCulture) : null));
    }

    /// <summary>The answer where the region is not in the catalogue.</summary>
    internal static IResult? Refuse(string code, RegionCatalog catalog) =>
        catalog.TryGet(code, out _) ? null : Problems.Of(StatusCodes.Status404NotFound, NearestRegion.Unknown(catalog, code, null));
}
