using Alerting.Kinds;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Kinds;

/// <summary>GET /kinds.</summary>
internal static class KindEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/kinds", static ([FromServices] KindCatalog kinds) => TypedResults.Ok(new Page<Kind>(kinds.Kinds, null)))
            .RequireAuthorization(Roles.Any);
}
