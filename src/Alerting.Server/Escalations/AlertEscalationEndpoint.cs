using Alerting.Access;
using Alerting.Escalations;
using Alerting.Grains.Alerts;
using Alerting.Grains.Escalations;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Escalations;

/// <summary>What policies do about an alert.</summary>
internal static class AlertEscalationEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/alerts/{id}/escalation", GetAsync)
        .RequireAccess(Role.Desk, Resource.Alert)
        .WithTags(Tags.Alerts)
        .Describe(
            "getAlertEscalation", "Who is called of an alert",
            "Of each policy that has started: how it stands, when the next step falls due, who was called, and whether it arrived, or "
            + "which silence or inhibition holds it back.")
        .Produces<Page<AlertEscalation>>();

    private static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] RegionAccess access) =>
        await grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).GetAsync(id) is null
            ? Problems.NotFound($"alert '{id}'")
            : TypedResults.Ok(new Page<AlertEscalation>(
                ShownEscalations.Of(
                    await grains.GetGrain<IEscalationGrain>(IEscalationGrain.Key).GetAsync(id), access.Of(context.User)),
                null));
}
