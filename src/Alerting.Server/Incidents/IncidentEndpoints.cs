using Alerting.Access;
using Alerting.Engine.Names;
using Alerting.Engine.Reports;
using Alerting.Incidents;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Server.Regions;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Incidents;

/// <summary>An incident, and a report, with all that was sent of them.</summary>
internal static class IncidentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents/{incidentId}", GetIncidentAsync)
            .RequireAccess(Role.Dashboard, Resource.Searched)
            .WithTags(Tags.Regions)
            .Describe(
                "getIncident",
                "An incident with its reports as they were sent",
                "Best first, each with its earlier revisions and why it joined. Several regions may have incidents of one id: 409 "
                    + "names them.")
            .Query("region", "The region in which it was reported; searched when absent.")
            .Paged()
            .Produces<IncidentDetailView>()
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
        api.MapGet("/reports/{source}/{reportId}", GetReportAsync)
            .RequireAccess(Role.Dashboard, Resource.Searched)
            .WithTags(Tags.Reports)
            .Describe(
                "getReport",
                "A report as it was sent",
                "With its earlier revisions and the incident that it is part of. Several regions may have a report of one id: 409 "
                    + "names them.")
            .Query("region", "The region in which it was reported; searched when absent.")
            .Produces<ReportView>()
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
    }

    private static async Task<IResult> GetIncidentAsync(
        HttpContext context, string incidentId, [FromServices] RegionSearch search, string? region, string? after, string? limit)
    {
        if (Paging.Reports(after, limit, out var place, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        incidentId = PathSegment.Read(context, fromEnd: 0);
        var detail = await search.IncidentAsync(context.User, incidentId, region, place, pageSize, context.RequestAborted);
        return TypedResults.Ok(new IncidentDetailView(detail));
    }

    private static async Task<IResult> GetReportAsync(
        HttpContext context, string source, string reportId, [FromServices] RegionSearch search, [FromServices] RegionGrains grains,
        string? region)
    {
        source = PathSegment.Read(context, fromEnd: 1);
        reportId = PathSegment.Read(context, fromEnd: 0);
        var what = $"report '{NearestName.Shown(reportId)}' of '{NearestName.Shown(source)}'";
        if (source.Length is 0 or > ReportBody.MaxSource * 2 || reportId.Length is 0 or > ReportBody.MaxId * 2)
        {
            return Problems.NotFound(what);
        }

        var sent = await search.OneAsync(
            context.User,
            what,
            region,
            static codes => Task.FromResult(codes),
            code => grains[code].GetReportAsync(source, reportId),
            context.RequestAborted);
        return TypedResults.Ok(new ReportView(sent));
    }
}
