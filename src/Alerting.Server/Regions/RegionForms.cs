using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Boundaries;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;

namespace Alerting.Server.Regions;

/// <summary>The forms in which states of regions are answered: JSON, and GeoJSON with outlines or points.</summary>
internal static class RegionForms
{
    private const string GeoJson = RegionFeatures.ContentType;
    private const string Polygon = "polygon";
    private const string Point = "point";
    private const string VaryByAccept = "Accept, Accept-Encoding";

    /// <summary>Describes what a route answers in these forms.</summary>
    public static RouteHandlerBuilder InForms<T>(this RouteHandlerBuilder route) => route
        .Query("geometry", "In GeoJSON, point for a point within each region in place of its outline.",
            ParameterSchemas.Name("RegionGeometry", Polygon, Point))
        .Header("If-None-Match", "ETags of what is known.")
        .Produces<T>(StatusCodes.Status200OK, "application/json", GeoJson)
        .AlsoProduces<RegionFeatures>(GeoJson)
        .Produces(StatusCodes.Status304NotModified);

    public static Fault? Check(string? geometry) => geometry is null or Polygon or Point ? null : Paging.Invalid("geometry", geometry);

    /// <summary>Whether the client prefers GeoJSON.</summary>
    public static bool IsGeo(HttpContext context) => AcceptedTypes.Of(context.Request).Prefers(GeoJson, to: "application/json");

    /// <summary>304 to who knows the form that is asked for, else null.</summary>
    /// <param name="tag">Of what is answered, whatever its form.</param>
    public static IResult? NotModified(HttpContext context, string tag, RegionShapes shapes, string? geometry)
    {
        // A strong tag identifies bytes, so each representation has its own.
        tag = IsGeo(context) ? $"{tag[..^1]}-{(geometry == Point ? Point : "geo")}-{shapes.Version}\"" : tag;
        context.Response.Headers.Vary = VaryByAccept;
        context.Response.Headers.CacheControl = "private, no-cache";
        return Precondition.NotModified(context, tag);
    }

    public static IResult Geo(RegionPage page, RegionShapes shapes, string? geometry) =>
        TypedResults.Json(shapes.Of(page, asPoints: geometry == Point), contentType: GeoJson);
}
