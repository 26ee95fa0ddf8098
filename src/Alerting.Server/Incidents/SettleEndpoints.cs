using Alerting.Access;
using Alerting.Engine.Names;
using Alerting.Engine.Reports;
using Alerting.Grains.Regions;
using Alerting.Incidents;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.Regions;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Incidents;

/// <summary>Incidents that operators join and part by hand.</summary>
internal static class SettleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/incidents/{incidentId}/join", JoinAsync)
            .RequireAccess(Role.Operator, Resource.Searched)
            .WithTags(Tags.Regions)
            .Describe(
                "joinIncidents",
                "Say that two incidents are one",
                "What was and will be reported of the other is of this one; alerts follow at once. Both ids lead to it. To part them "
                    + "takes it back. To join what is joined changes nothing.")
            .Query("region", "The region in which both were reported; searched when absent.")
            .Accepts<JoinBody>("application/json")
            .Example(Examples.Join)
            .Produces<IncidentDetailView>()
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
        api.MapPost("/incidents/{incidentId}/part", PartAsync)
            .RequireAccess(Role.Operator, Resource.Searched)
            .WithTags(Tags.Regions)
            .Describe(
                "partIncidents",
                "Say that two incidents are two, or that a report is of another one",
                "With another incident: they are in no doubt any more, and what was joined of them goes back. With a report: it is of an "
                    + "incident of its own, whatever it names. Alerts follow at once.")
            .Query("region", "The region in which it was reported; searched when absent.")
            .Accepts<PartBody>("application/json")
            .Example(Examples.Part)
            .Produces<IncidentDetailView>()
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
    }

    private static async Task<IResult> JoinAsync(
        HttpContext context, string incidentId, [FromServices] RegionSearch search, [FromServices] RegionGrains grains, string? region)
    {
        var (id, code) = await FindAsync(context, search, region);
        var body = await Body.ReadAsync<JoinBody>(context);
        if (body.With == id)
        {
            throw RefusedException.Invalid("$.with", "must name another incident than the address");
        }

        var outcome = await grains[code].JoinAsync(
            id, body.With, context.User.Identity!.Name!, body.Reason, Acts.Of(context, body.Reason));
        return await AnswerAsync(outcome, grains[code], id, code, "$.with", $"incident '{NearestName.Shown(body.With)}'");
    }

    private static async Task<IResult> PartAsync(
        HttpContext context, string incidentId, [FromServices] RegionSearch search, [FromServices] RegionGrains grains, string? region)
    {
        var (id, code) = await FindAsync(context, search, region);
        var body = await Body.ReadAsync<PartBody>(context);
        if (body.With is null == body.Report is null)
        {
            throw RefusedException.Invalid("$", "must have one of 'with' and 'report'");
        }

        if (body.With == id)
        {
            throw RefusedException.Invalid("$.with", "must name another incident than the address");
        }

        var by = context.User.Identity!.Name!;
        if (body.With is { } other)
        {
            var parted = await grains[code].PartAsync(id, other, by, body.Reason, Acts.Of(context, body.Reason));
            return await AnswerAsync(parted, grains[code], id, code, "$.with", $"incident '{NearestName.Shown(other)}'");
        }

        var (source, reportId) = (body.Report!.Source, body.Report.ReportId);
        var outcome = await grains[code].TakeOutAsync(
            id, source, reportId, by, body.Reason, Acts.Of(context, body.Reason));
        return await AnswerAsync(
            outcome, grains[code], id, code, "$.report",
            $"report '{NearestName.Shown(reportId)}' of '{NearestName.Shown(source)}' in incident '{NearestName.Shown(id)}'");
    }

    /// <summary>The incident that the address names, and its region.</summary>
    /// <exception cref="RefusedException">There is none, there are several, or the region is not the caller's.</exception>
    private static async Task<(string Id, string Region)> FindAsync(HttpContext context, RegionSearch search, string? region)
    {
        var id = PathSegment.Read(context, fromEnd: 1);
        var found = await search.IncidentAsync(context.User, id, region, null, 1, context.RequestAborted);
        return (id, found.Incident.Region);
    }

    private static async Task<IResult> AnswerAsync(
        SettleOutcome outcome, IRegionGrain grain, string id, string region, string path, string other)
    {
        switch (outcome)
        {
            case SettleOutcome.OtherNotFound:
                return Problems.Invalid(new Fault(FaultTypes.InvalidField, $"There is no {other} in '{region}'.", path));
            case SettleOutcome.OnlyReport:
                return Problems.Of(
                    StatusCodes.Status409Conflict,
                    new Fault(FaultTypes.Conflict, "It is the only report of the incident, which is one of its own already.", path));
            default:
                // Gone meanwhile, where a retraction was faster.
                return await grain.GetIncidentAsync(id, null, Paging.Default) is { } detail
                    ? TypedResults.Ok(new IncidentDetailView(detail))
                    : Problems.NotFound($"incident '{NearestName.Shown(id)}'");
        }
    }
}
