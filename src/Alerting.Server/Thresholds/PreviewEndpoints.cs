using Alerting.Access;
using Alerting.Backtests;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Backtests;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Thresholds;

/// <summary>POST /thresholds/{id}/preview: what a draft would change.</summary>
internal static class PreviewEndpoints
{
    private const int DefaultDays = 30;
    private const int MaxDays = 7_300;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/thresholds/{id}/preview", PostAsync)
            .RequireAccess(Role.Operator, Resource.Threshold)
            .WithTags(Tags.Thresholds)
            .Describe(
                "previewThreshold",
                "What would this draft have raised?",
                "The alerts of the last days in the stored history under a draft, a body as for PUT, beside those under the version in "
                    + "force: how many a week, on how many days, and how often chance alone makes the draft fire, as shuffles of the "
                    + "same incidents tell. Changes nothing.")
            .Query("days", "How many days back.", ParameterSchemas.Integer(1, MaxDays, DefaultDays))
            .Query<HistoryClock>("clock", "When the facts of the history count; recorded when absent.")
            .Accepts<ThresholdBody>("application/json")
            .Example(Examples.Threshold)
            .Produces<PreviewAnswer>();

    private static async Task<IResult> PostAsync(
        HttpContext context,
        string id,
        [FromServices] BacktestGate gate,
        [FromServices] ThresholdValidator validator,
        [FromServices] ThresholdPreview preview,
        [FromServices] RegionAccess access,
        string? days,
        string? clock)
    {
        if (Paging.Number("days", days, MaxDays, DefaultDays, out var length) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        var counts = HistoryClock.Recorded;
        if (clock is not null && !EnumNames.TryParse(clock, out counts))
        {
            return Problems.Invalid(Paging.Invalid("clock", clock));
        }

        var draft = validator.Validate(await Body.ReadAsync<ThresholdBody>(context), id);
        access.Of(context.User).Check(draft.Scope.Regions, "$.scope.regions");
        return await gate.RunAsync(context, ending => preview.RunAsync(draft, length, counts, context.User, ending));
    }
}
