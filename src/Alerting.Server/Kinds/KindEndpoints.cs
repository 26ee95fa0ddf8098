using Alerting.Kinds;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Kinds;

/// <summary>GET /kinds.</summary>
internal static class KindEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/kinds", List).RequireAuthorization(Roles.Any).Produces<Page<Kind>>();

    private static IResult List([FromServices] KindCatalog kinds, string? after, string? limit)
    {
        if (Paging.Limit(limit, out var most) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var known = after is null ? [] : kinds.Kinds.TakeWhile(kind => kind.Slug != after).ToList();
        return known.Count == kinds.Kinds.Count
            ? Problems.Invalid(Paging.Invalid("after", after!))
            : TypedResults.Ok(Paging.Cut([.. kinds.Kinds.Skip(after is null ? 0 : known.Count + 1).Take(most + 1)], most, static kind => kind.Slug));
    }
}
