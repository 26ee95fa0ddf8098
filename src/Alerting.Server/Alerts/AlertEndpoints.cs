using System.Globalization;
using System.Text.Json;
using Alerting.Access;
using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Alerts;

/// <summary>The alerts: reading and acknowledging them.</summary>
internal static class AlertEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").RequireAccess(Role.Desk).WithTags(Tags.Alerts);
        Filtered(alerts.MapGet("", ListAsync))
            .Describe("listAlerts", "The alerts, each as its last revision has it", "In the order of their last revisions.")
            .Query("limit", "How many at most.", ParameterSchemas.Integer(1, Paging.MaxLimit, Paging.Default))
            .Produces<Page<Alert>>()
            .Produces<TrimmedProblem>(StatusCodes.Status410Gone, Problem.ContentType);
        Filtered(alerts.MapGet("/stream", FeedEndpoint.GetAsync))
            .Describe(
                "streamAlerts",
                "The live feed of revisions",
                "Server-sent events without end: id is the seq, event is alert. and the kind of revision, data the alert; an event "
                    + "reset tells a cursor beyond the end "
                + "where the end is. A comment every 15 s is a sign of life.")
            .Header("Last-Event-ID", "The seq after which to resume; goes before after.", ParameterSchemas.Integer(0))
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .Produces<TrimmedProblem>(StatusCodes.Status410Gone, Problem.ContentType);
        alerts.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Desk, Resource.Alert)
            .Describe("getAlert", "An alert, as its last revision has it")
            .Produces<Alert>();
        alerts.MapGet("/{id}/revisions", RevisionsAsync)
            .RequireAccess(Role.Desk, Resource.Alert)
            .Describe("listAlertRevisions", "The revisions of an alert", "In their order, each complete in itself.")
            .Paged()
            .Produces<Page<Alert>>()
            .Produces<TrimmedProblem>(StatusCodes.Status410Gone, Problem.ContentType);
        alerts.MapPost("/{id}/acknowledge", AcknowledgeAsync)
            .RequireAccess(Role.Desk, Resource.Alert)
            .Describe("acknowledgeAlert", "Acknowledge an open alert", "By the holder of the key; the same again is no news.")
            .Accepts<AcknowledgeBody>(isOptional: true, "application/json")
            .Example(Examples.Acknowledge)
            .Produces<Alert>()
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
    }

    private static RouteHandlerBuilder Filtered(RouteHandlerBuilder route) => route
        .Query<AlertStatus>("status", "Only alerts of this status.")
        .Query("region", "Codes, each with its subtree.", ParameterSchemas.List(ParameterSchemas.Text()))
        .Query<Severity>("minSeverity", "Only alerts of this severity or higher.")
        .Query("after", "Only revisions after this seq.", ParameterSchemas.Integer(0));

    private static IAlertLedgerGrain Ledger(IGrainFactory grains) => grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] IGrainFactory grains, [FromServices] AlertLists lists,
        [FromServices] RegionCatalog catalog, [FromServices] RegionAccess access, string? limit)
    {
        var filter = AlertFilter.All;
        if ((Paging.Limit(limit, out var pageSize) ?? AlertFilter.Parse(context, catalog, out filter)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var after = filter.After ?? 0;
        if (access.Of(context.User).Narrow(filter.Regions) is not { } regions)
        {
            return TypedResults.Ok(new Page<Alert>([], null));
        }

        var page = await Ledger(grains).SelectAsync(new AlertQuery(filter.Status, regions, filter.MinSeverity, after, pageSize));
        return page.Seqs.Count > 0
            ? new AlertPageResult(lists, page.Seqs, page.Next is not null, static revision => revision.Seq)

            // A cursor beyond the end of the ledger would skip the revisions that come next, so the client is given the end as
            // its cursor.
            : TypedResults.Ok(new Page<Alert>([], after > page.Head ? page.Head.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> GetAsync(string id, [FromServices] IGrainFactory grains) =>
        await Ledger(grains).GetAsync(id) is { } alert ? TypedResults.Ok(alert) : Problems.NotFound($"alert '{id}'");

    private static async Task<IResult> RevisionsAsync(
        string id, [FromServices] IGrainFactory grains, [FromServices] AlertLists lists, string? after, string? limit)
    {
        var known = 0;
        if ((Paging.Limit(limit, out var pageSize) ?? Paging.After(after, 0, out known)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return await Ledger(grains).SelectRevisionsAsync(id, known, pageSize + 1) switch
        {
            null => Problems.NotFound($"alert '{id}'"),
            { Count: 0 } => TypedResults.Ok(new Page<Alert>([], null)),
            var seqs => new AlertPageResult(lists, [.. seqs.Take(pageSize)], seqs.Count > pageSize, static revision => revision.Number),
        };
    }

    private static async Task<IResult> AcknowledgeAsync(HttpContext context, string id, [FromServices] IGrainFactory grains)
    {
        var body = await Body.ReadOptionalAsync<AcknowledgeBody>(context);
        var note = body?.Note;
        var ledger = Ledger(grains);
        if (await ledger.GetAsync(id) is not { } alert)
        {
            return Problems.NotFound($"alert '{id}'");
        }

        var by = context.User.Identity!.Name!;
        var region = grains.GetGrain<IRegionGrain>(alert.Region.Code);
        if (await region.AcknowledgeAlertAsync(id, by, note, Acts.Of(context, note)) is not { } revision)
        {
            return Problems.Of(StatusCodes.Status409Conflict, new Fault(FaultTypes.Conflict, $"Alert '{id}' is not open any more."));
        }

        // The ledger has the revision by now; the region does not know its position there.
        var seqs = await ledger.SelectRevisionsAsync(id, revision.Revision - 1, 1);
        return TypedResults.Ok(revision with { Seq = seqs![0] });
    }
}
