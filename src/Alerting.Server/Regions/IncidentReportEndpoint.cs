using Alerting.Access;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Incidents;
using Alerting.Server.OpenApi;
using Alerting.Server.Reports;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>All reports of one incident, of which a list of incidents shows the best.</summary>
internal static class IncidentReportEndpoint
{
    public static void Map(RouteGroupBuilder regions) =>
        regions.MapGet("/{code}/incidents/{incidentId}/reports", GetAsync)
            .RequireRegion(Role.Dashboard)
            .Describe("listIncidentReports", "All reports of an incident", "Of one reported in the region itself; best first.")
            .Paged()
            .Produces<Page<IncidentReport>>();

    private static async Task<IResult> GetAsync(
        HttpContext context, string code, string incidentId,
        [FromServices] RegionGrains grains, [FromServices] RegionCatalog catalog, string? after, string? limit)
    {
        if (RegionEndpoints.Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        if (Paging.Reports(after, limit, out var place, out var pageSize) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        incidentId = PathSegment.Read(context, fromEnd: 1);
        var reports = RegionSearch.CanBeId(incidentId) ? await grains[code].GetReportsAsync(incidentId, place, pageSize + 1) : null;
        return reports is null
            ? Problems.NotFound($"incident '{NearestName.Shown(incidentId)}' among those reported in '{code}' itself")
            : TypedResults.Ok(Paging.Cut([.. reports], pageSize, static report => ReportPlace.Of(report).ToString()));
    }
}
