using Alerting.Access;
using Alerting.Engine.Records;
using Alerting.Grains.Alerts;
using Alerting.Grains.Thresholds;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Alerts;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Thresholds;

/// <summary>What desks made of the alerts of a threshold: by it an operator sees whether it is worth having.</summary>
internal static class RecordEndpoint
{
    private const int DefaultDays = 28;
    private const int MaxDays = 366;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/thresholds/{id}/record", GetAsync)
            .RequireAccess(Role.Desk, Resource.Threshold)
            .WithTags(Tags.Thresholds)
            .Describe(
                "getThresholdRecord",
                "What were its alerts worth?",
                "Of the alerts that it raised within the last days, as far as they are kept: how many somebody has reviewed, how many of "
                    + "those were false alarms, and the median times to the first acknowledgement and to the clear; by region and week.")
            .Query("days", "How many days back.", ParameterSchemas.Integer(1, MaxDays, DefaultDays))
            .Produces<ThresholdRecord>();

    private static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] IGrainFactory grains, [FromServices] RegionAccess access,
        [FromServices] TimeProvider clock, string? days)
    {
        if (Paging.Number("days", days, MaxDays, DefaultDays, out var length) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).VersionsAsync(id)
            is { Count: 0 })
        {
            return Problems.NotFound($"threshold '{id}'");
        }

        var to = clock.GetUtcNow();
        var from = to - TimeSpan.FromDays(length);
        var ledger = grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        var alerts = access.Of(context.User).Narrow([]) is { } regions ? await ledger.SelectOfThresholdAsync(id, regions, from) : [];
        var recorded = new List<RecordedAlert>(alerts.Count);
        foreach (var alert in alerts)
        {
            recorded.Add(RecordedAlert.Of(await LedgerReading.ReadAsync(ledger, alert.Seqs, context.RequestAborted)));
        }

        return TypedResults.Ok(RecordKeeper.Of(id, recorded, from, to));
    }
}
