using Alerting.Engine.Kinds;
using Alerting.Kinds;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Kinds;

/// <summary>GET /kinds.</summary>
internal static class KindEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/kinds", List)
        .RequireAnyRole()
        .WithTags(Tags.Kinds)
        .Describe("listKinds", "The kinds of incidents", "With family, weight and what ACLED and UCDP call them.")
        .Paged()
        .Produces<Page<Kind>>();

    private static IResult List([FromServices] KindCatalog kinds, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (after is not null && !kinds.Slugs.Contains(after, StringComparer.Ordinal))
        {
            return Problems.Invalid(Paging.Invalid("after", after));
        }

        var rest = after is null ? kinds.Kinds : kinds.Kinds.SkipWhile(kind => kind.Slug != after).Skip(1);
        return TypedResults.Ok(Paging.Cut([.. rest.Take(pageSize + 1)], pageSize, static kind => kind.Slug));
    }
}
