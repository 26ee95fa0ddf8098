using Alerting.Access;
using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Alerts;

/// <summary>What desks do to alerts: each is an input of the alert's region, and answered with the revision that it made.</summary>
internal static class AlertActEndpoints
{
    private const string ByWhom = "By the holder of the key; the same again is no news.";
    private const string AfterEnd = " Also after the end of the alert, which it does not change.";

    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts/{id}").RequireAccess(Role.Desk, Resource.Alert).WithTags(Tags.Alerts);
        Described(alerts.MapPost("/acknowledge", AcknowledgeAsync))
            .Describe(
                "acknowledgeAlert", "Acknowledge an open alert",
                ByWhom + " It lapses when the alert becomes graver, or what is judged reaches twice what it was, or a level rises.")
            .Accepts<AcknowledgeBody>(isOptional: true, "application/json")
            .Example(Examples.Acknowledge);
        Described(alerts.MapDelete("/acknowledge", UnacknowledgeAsync))
            .Describe("unacknowledgeAlert", "Take back the acknowledgement of an open alert", "Whoever made it.");
        Described(alerts.MapPut("/assignee", AssignAsync))
            .Describe("assignAlert", "Give an open alert to somebody, or to nobody", ByWhom)
            .Accepts<AssigneeBody>("application/json")
            .Example(Examples.Assignee);
        Described(alerts.MapPost("/comments", CommentAsync))
            .Describe("commentAlert", "Say something of an alert", "By the holder of the key." + AfterEnd)
            .Accepts<CommentBody>("application/json")
            .Example(Examples.Comment);
        Described(alerts.MapPut("/disposition", ReviewAsync))
            .Describe("reviewAlert", "Say what an alert was worth", ByWhom + AfterEnd)
            .Accepts<DispositionBody>("application/json")
            .Example(Examples.Disposition);
    }

    private static RouteHandlerBuilder Described(RouteHandlerBuilder route) => route
        .Produces<Alert>()
        .Produces<AlertProblem>(StatusCodes.Status409Conflict, Problem.ContentType)
        .Header("If-Match", "The ETag of the last revision, or * for any; else 409 with the alert as it is.")
        .Header(
            IdempotencyKey.Header,
            "Names the request: sent again within a day it is answered with the revision that it made the first time.");

    private static async Task<IResult> AcknowledgeAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        var note = (await Body.ReadOptionalAsync<AcknowledgeBody>(context))?.Note;
        return await DoAsync(context, grains, id, new AcknowledgeAct(note), note);
    }

    private static Task<IResult> UnacknowledgeAsync(HttpContext context, string id, [FromServices] IGrainFactory grains) =>
        DoAsync(context, grains, id, new UnacknowledgeAct(), null);

    private static async Task<IResult> AssignAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        var body = await Body.ReadAsync<AssigneeBody>(context);
        return await DoAsync(context, grains, id, new AssignAct(body.To, body.Note), body.Note);
    }

    private static async Task<IResult> CommentAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        var body = await Body.ReadAsync<CommentBody>(context);
        if (string.IsNullOrWhiteSpace(body.Text))
        {
            throw RefusedException.Invalid("$.text", "must say something");
        }

        return await DoAsync(context, grains, id, new CommentAct(body.Text), null);
    }

    private static async Task<IResult> ReviewAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        var body = await Body.ReadAsync<DispositionBody>(context);
        return await DoAsync(context, grains, id, new ReviewAct(body.Value, body.Note), body.Note);
    }

    private static async Task<IResult> DoAsync(HttpContext context, IGrainFactory grains, string id, AlertAct act, string? reason)
    {
        var key = IdempotencyKey.Of(context, id, act);
        if (await grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).GetAsync(id) is not { } present)
        {
            return Problems.NotFound(Named(id));
        }

        var expected = Precondition.ExpectedVersions(context);
        var request = new AlertActRequest(id, context.User.Identity!.Name!, act, key?.Key, key?.Content, expected);
        var result = await grains.GetGrain<IRegionGrain>(present.Region.Code).ActOnAlertAsync(request, Acts.Of(context, reason));
        switch (result)
        {
            case { Outcome: AlertActOutcome.Done, Revision: { } revision }:
                context.Response.Headers.ETag = Precondition.TagOf(revision.Revision);
                return TypedResults.Ok(revision);
            case { Outcome: AlertActOutcome.Ended, Revision: var last }:
                return Conflict($"The {Named(id)} is not open any more.", last ?? present);
            case { Outcome: AlertActOutcome.Moved, Revision: var last }:
                return Conflict($"The {Named(id)} is not as the If-Match of the request expects.", last ?? present);
            case { Outcome: AlertActOutcome.KeyReused }:
                return Problems.Of(
                    StatusCodes.Status422UnprocessableEntity,
                    new Fault(
                        FaultTypes.InvalidField, "Something else was asked for under the same key within the last day.",
                        IdempotencyKey.Header));
            default:
                return Problems.NotFound(Named(id));
        }
    }

    private static IResult Conflict(string detail, Alert present) =>
        Problems.OfAlert(new Fault(FaultTypes.Conflict, detail), present);

    private static string Named(string id) => $"alert '{id}'";
}
