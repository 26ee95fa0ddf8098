using System.Globalization;
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
            .RequireAuthorization(Roles.Operator)
            .WithTags(Tags.Thresholds)
            .Describe(
                "previewThreshold",
                "What would this draft have raised?",
                "The alerts of the last days in the stored history under a draft, a body as for PUT, beside those under the version in "
                    + "force. Changes nothing.")
            .Query("days", "How many days back.", ParameterSchemas.Integer(1, MaxDays, DefaultDays))
            .Accepts<ThresholdBody>("application/json")
            .Example(Examples.Threshold)
            .Produces<PreviewAnswer>();

    private static async Task<IResult> PostAsync(
        HttpContext context,
        string id,
        [FromServices] BacktestGate gate,
        [FromServices] ThresholdValidator validator,
        [FromServices] ThresholdPreview preview,
        string? days)
    {
        var length = DefaultDays;
        if (days is not null
            && !(int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length is >= 1 and <= MaxDays))
        {
            return Problems.Invalid(new Fault(FaultTypes.InvalidField, $"days is a number of 1 to {MaxDays}.", "days"));
        }

        var draft = validator.Validate(await Body.ReadAsync<ThresholdBody>(context), id);
        return await gate.RunAsync(context, ending => preview.RunAsync(draft, length, context.User, ending));
    }
}
