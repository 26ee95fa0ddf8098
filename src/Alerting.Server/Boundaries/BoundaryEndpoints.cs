using Alerting.Access;
using Alerting.Boundaries;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Boundaries;

/// <summary>GET /boundaries: where regions lie, for maps.</summary>
internal static class BoundaryEndpoints
{
    private const string GeoJson = RegionFeatures.ContentType;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/boundaries", Get)
        .RequireAccess(Role.Dashboard)
        .WithTags(Tags.Regions)
        .Describe("getBoundaries", "The outlines of regions",
            "Of all regions below one, or of the countries, as far as they are known. Outlines of neighbours meet exactly. With the "
            + "version that an answer states as v, an answer may be kept for ever.")
        .Query("parent", "The regions below this one; without it, those without a region above.")
        .Query(
            "detail", "How closely outlines follow the border: low to some kilometres, high to half a kilometre.",
            ParameterSchemas.Name("BoundaryDetail", "low", "high"))
        .Query("v", "The version that is wanted; another one is answered with what there is.")
        .Produces<BoundaryFeatures>(StatusCodes.Status200OK, GeoJson, "application/json")
        .Produces(StatusCodes.Status304NotModified);

    private static IResult Get(
        HttpContext context, [FromServices] BoundaryDocuments documents, [FromServices] RegionCatalog catalog,
        [FromServices] RegionAccess access, string? parent, string? detail, string? v)
    {
        var asked = BoundaryDetail.Low;
        if (detail is not null && !EnumNames.TryParse(detail, out asked))
        {
            return Problems.Invalid(Paging.Invalid("detail", detail));
        }

        if (parent is not null && !catalog.TryGet(parent, out _))
        {
            return Problems.Invalid(NearestRegion.Unknown(catalog, parent, "parent"));
        }

        var limits = access.Of(context.User);
        if (parent is not null && !limits.Meet([parent]))
        {
            throw RegionLimits.Refuse(parent, "parent");
        }

        var type = AcceptedTypes.Of(context.Request).Prefers("application/json", to: GeoJson) ? "application/json" : GeoJson;
        var body = documents.Write(parent, asked, limits);
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        context.Response.Headers.CacheControl =
            v == documents.Version ? "private, max-age=31536000, immutable" : "private, no-cache";

        // A strong tag identifies bytes: the same in both media types.
        return Precondition.NotModified(context, ContentTags.Of(body))
            ?? TypedResults.Bytes(body, type);
    }
}
