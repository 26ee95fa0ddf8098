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
using Alerting.Server.Alerts.Timelines;
using Alerting.Server.Audit;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.Series;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Alerts;

/// <summary>The alerts: reading them; see <see cref="AlertActEndpoints"/> for what desks do to them.</summary>
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
        AlertSeriesEndpoint.Map(alerts);
        alerts.MapGet("/{id}", GetAsync)
            .RequireAccess(Role.Desk, Resource.Alert)
            .Describe("getAlert", "An alert, as its last revision has it", "The ETag is the number of that revision.")
            .Produces<Alert>();
        alerts.MapGet("/{id}/revisions", RevisionsAsync)
            .RequireAccess(Role.Desk, Resource.Alert)
            .Describe("listAlertRevisions", "The revisions of an alert", "In their order, each complete in itself.")
            .Paged()
            .Produces<Page<Alert>>()
            .Produces<TrimmedProblem>(StatusCodes.Status410Gone, Problem.ContentType);
        alerts.MapGet("/{id}/timeline", TimelineAsync)
            .RequireAccess(Role.Desk, Resource.Alert)
            .Describe(
                "getAlertTimeline", "What happened around an alert",
                "Its revisions, what desks did, what became of the deliveries to the subscriptions that the caller may see, and who was "
                    + "called, in one order, oldest first.")
            .Query("limit", "How many at most: the newest.", ParameterSchemas.Integer(1, Paging.MaxLimit, Paging.MaxLimit))
            .Produces<AlertTimeline>();
    }

    private static async Task<IResult> TimelineAsync(
        HttpContext context, string id, [FromServices] TimelineReader timelines, string? limit) =>
        Paging.Limit(limit, out var most) is { } fault ? Problems.Invalid(fault)
        : await timelines.ReadAsync(context, id, limit is null ? Paging.MaxLimit : most) is { } timeline ? TypedResults.Ok(timeline)
        : Problems.NotFound($"alert '{id}'");

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

    private static async Task<IResult> GetAsync(HttpContext context, string id, [FromServices] IGrainFactory grains) =>
        await Ledger(grains).GetAsync(id) is { } alert
            ? Precondition.NotModified(context, Precondition.TagOf(alert.Revision)) ?? TypedResults.Ok(alert)
            : Problems.NotFound($"alert '{id}'");

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
}
