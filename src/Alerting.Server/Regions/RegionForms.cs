using Alerting.Regions;
using Alerting.Reports;
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
        .Produces<T>(StatusCodes.Status200OK, "application/json", GeoJson)
        .AlsoProduces<RegionFeatures>(GeoJson)
        .Produces(StatusCodes.Status304NotModified);

    public static Fault? Check(string? geometry) => geometry is null or Polygon or Point ? null : Paging.Invalid("geometry", geometry);

    /// <summary>The form that the client asks for.</summary>
    public static BoardForm Of(HttpContext context, string? geometry) =>
        !AcceptedTypes.Of(context.Request).Prefers(GeoJson, to: "application/json") ? BoardForm.Plain
        : geometry == Point ? BoardForm.Points
        : BoardForm.Outlines;

    /// <summary>304 to who knows the form that is asked for, else null.</summary>
    /// <param name="tag">Of what is answered, whatever its form.</param>
    public static IResult? NotModified(HttpContext context, string tag, BoardForm form, BoardWriter writer)
    {
        // A strong tag identifies bytes, so each representation has its own.
        tag = form == BoardForm.Plain ? tag : $"{tag[..^1]}-{(form == BoardForm.Points ? Point : "geo")}-{writer.ShapesVersion}\"";
        context.Response.Headers.Vary = VaryByAccept;
        context.Response.Headers.CacheControl = "private, no-cache";
        return Precondition.NotModified(context, tag);
    }
}
