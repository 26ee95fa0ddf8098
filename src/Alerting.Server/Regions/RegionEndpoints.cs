using System.Globalization;
using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Boundaries;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.Series;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>The states, incidents and histories of regions, which dashboards poll.</summary>
internal static class RegionEndpoints
{
    private const string GeoJson = RegionFeatures.ContentType;
    private const string Polygon = "polygon";
    private const string Point = "point";

    /// <summary>A dashboard gets the whole board at once.</summary>
    private const int MaxListed = 10_000;
    private const string VaryByAccept = "Accept, Accept-Encoding";

    public static void Map(IEndpointRouteBuilder api)
    {
        var regions = api.MapGroup("/regions").WithTags(Tags.Regions);
        regions.MapGet("", ListAsync)
            .RequireAccess(Role.Dashboard)
            .Describe("listRegions", "The states of regions",
                "Those that ever had a report, an alert or an override, and the regions above them; by code.")
            .Query("parent", "Only the regions directly below this one.")
            .Query<ThreatLevel>("minLevel", "Only regions of this level or higher.")
            .Query("all", "Whether to list the whole catalogue.", ParameterSchemas.Boolean())
            .Query("geometry", "In GeoJSON, point for a point within each region in place of its outline.",
                ParameterSchemas.Name("RegionGeometry", Polygon, Point))
            .Paged(MaxListed)
            .Header("If-None-Match", "ETags of what is known.")
            .Produces<Page<RegionView>>(StatusCodes.Status200OK, "application/json", GeoJson)
            .AlsoProduces<RegionFeatures>(GeoJson)
            .Produces(StatusCodes.Status304NotModified);
        regions.MapGet("/{code}", GetAsync)
            .RequireRegion(Role.Dashboard)
            .Describe("getRegion", "The state of a region",
                "Figures are as of asOf: the last change, or the start of the minute where anything decays.")
            .Query("geometry", "In GeoJSON, point for a point within the region in place of its outline.",
                ParameterSchemas.Name("RegionGeometry", Polygon, Point))
            .Header("If-None-Match", "ETags of what is known.")
            .Produces<RegionView>(StatusCodes.Status200OK, "application/json", GeoJson)
            .AlsoProduces<RegionFeatures>(GeoJson)
            .Produces(StatusCodes.Status304NotModified);
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

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] RegionBoard board, [FromServices] BoardSnapshots snapshots,
        [FromServices] RegionCatalog catalog, [FromServices] RegionAccess access, [FromServices] RegionShapes shapes,
        string? parent, string? minLevel, string? all, string? geometry, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize, MaxListed) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var minimum = ThreatLevel.Low;
        if (minLevel is not null && !EnumNames.TryParse(minLevel, out minimum))
        {
            return Problems.Invalid(Paging.Invalid("minLevel", minLevel));
        }

        if (all is not (null or "true" or "false"))
        {
            return Problems.Invalid(Paging.Invalid("all", all));
        }

        if (geometry is not (null or Polygon or Point))
        {
            return Problems.Invalid(Paging.Invalid("geometry", geometry));
        }

        if (parent is not null && !catalog.TryGet(parent, out _))
        {
            return Problems.Invalid(NearestRegion.Unknown(catalog, parent, "parent"));
        }

        var limits = access.Of(context.User);
        var query = new BoardQuery(parent, minimum, after, pageSize, limits.Key);
        var snapshot = all == "true" ? null : await snapshots.AsOfNowAsync(context.RequestAborted);
        var page = snapshot?.PageOf(query, limits) ?? await PageAsync(all == "true", query, limits, board, catalog, context.RequestAborted);
        if (NotModified(context, page.Tag, shapes, geometry) is { } notModified)
        {
            return notModified;
        }

        PageLink.Add(context, page.Page.Next);
        return IsGeo(context)
            ? Geo(page.Page, shapes, geometry)
            : new SharedAnswer(page.Body);
    }

    /// <summary>A page for which only the regions on it, and those left out by their level before its end, are looked at.</summary>
    private static async Task<BoardPage> PageAsync(
        bool all, BoardQuery query, RegionLimits limits, RegionBoard board, RegionCatalog catalog, CancellationToken cancellationToken)
    {
        var reading = await board.ReadAsync(cancellationToken);
        var builder = new BoardPage.Builder(query.Minimum, query.Size);
        foreach (var chunk in (all ? catalog.Codes : reading.Codes).Where(code => query.Admits(code, catalog, limits)).Chunk(256))
        {
            // All are requested concurrently; most are answered from memory.
            var hasRoom = true;
            foreach (var asked in chunk.Select(reading.ShowAsync).ToArray())
            {
                hasRoom = builder.Add(await asked);
            }

            if (!hasRoom)
            {
                break;
            }
        }

        return builder.ToPage();
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, string code, [FromServices] RegionBoard board, [FromServices] RegionCatalog catalog,
        [FromServices] RegionShapes shapes, string? geometry)
    {
        if (Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        if (geometry is not (null or Polygon or Point))
        {
            return Problems.Invalid(Paging.Invalid("geometry", geometry));
        }

        var region = await board.ShowAsync(code, context.RequestAborted);
        return NotModified(context, $"\"{region.Tag}\"", shapes, geometry)
            ?? (IsGeo(context) ? Geo(new Page<RegionView>([region.View], null), shapes, geometry) : TypedResults.Ok(region.View));
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

    private static IResult? NotModified(HttpContext context, string tag, RegionShapes shapes, string? geometry)
    {
        // A strong tag identifies bytes, so each representation has its own.
        tag = IsGeo(context) ? $"{tag[..^1]}-{(geometry == Point ? Point : "geo")}-{shapes.Version}\"" : tag;
        context.Response.Headers.Vary = VaryByAccept;
        context.Response.Headers.CacheControl = "private, no-cache";
        return Precondition.NotModified(context, tag);
    }

    private static bool IsGeo(HttpContext context) => AcceptedTypes.Of(context.Request).Prefers(GeoJson, to: "application/json");

    private static IResult Geo(Page<RegionView> page, RegionShapes shapes, string? geometry) =>
        TypedResults.Json(shapes.Of(page, asPoints: geometry == Point), contentType: GeoJson);
}
