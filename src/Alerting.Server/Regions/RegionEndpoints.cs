using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
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
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>The states, incidents and histories of regions, which dashboards poll.</summary>
internal static class RegionEndpoints
{
    private const string GeoJson = RegionFeatures.ContentType;
    private const string Polygon = "polygon";
    private const string Point = "point";
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
            .Paged()
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
        IncidentReportEndpoint.Map(regions);
        OverrideEndpoints.Map(regions);
        ClockEndpoints.Map(regions);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] RegionBoard board, [FromServices] RegionCatalog catalog, [FromServices] RegionAccess access,
        [FromServices] RegionShapes shapes, string? parent, string? minLevel, string? all, string? geometry, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
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

        var codes = all == "true" ? catalog.Codes : await board.CodesAsync(context.RequestAborted);
        var limits = access.Of(context.User);
        var regions = new List<ShownRegion>();
        string? next = null;
        foreach (var chunk in codes
            .Where(c => (after is null || string.CompareOrdinal(c, after) > 0)
                && (parent is null || catalog[c].Parent == parent)
                && limits.Allow(c))
            .Chunk(256))
        {
            // All are requested concurrently; most are answered from memory.
            foreach (var asked in chunk.Select(board.ShowAsync).ToArray())
            {
                var region = await asked;
                if (region.View.Level < minimum || next is not null)
                {
                    continue;
                }

                if (regions.Count == pageSize)
                {
                    next = regions[^1].View.Code;
                    continue;
                }

                regions.Add(region);
            }

            if (next is not null)
            {
                break;
            }
        }

        if (NotModified(context, TagOf(regions, next), shapes, geometry) is { } notModified)
        {
            return notModified;
        }

        PageLink.Add(context, next);
        var views = regions.ConvertAll(static region => region.View);
        var page = new Page<RegionView>(views, next);
        return IsGeo(context) ? Geo(page, shapes, geometry) : TypedResults.Ok(page);
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

        var region = await board.ShowAsync(code);
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

    private static string TagOf(List<ShownRegion> regions, string? next)
    {
        var hash = new XxHash128();
        foreach (var region in regions)
        {
            hash.Append(MemoryMarshal.AsBytes(region.View.Code.AsSpan()));
            hash.Append(MemoryMarshal.AsBytes(region.Tag.AsSpan()));
        }

        hash.Append(MemoryMarshal.AsBytes(next.AsSpan()));
        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset())}\"";
    }

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
