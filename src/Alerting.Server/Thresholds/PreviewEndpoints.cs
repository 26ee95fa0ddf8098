using System.Globalization;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Backtests;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Server.OpenApi.Bodies;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Thresholds;

/// <summary>POST /thresholds/{id}/preview: what a draft would change.</summary>
internal static class PreviewEndpoints
{
    private const int DefaultDays = 30;
    private const int MostDays = 7_300;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/thresholds/{id}/preview", PostAsync)
            .RequireAuthorization(Roles.Operator)
            .WithTags(Tags.Thresholds)
            .Describe(
                "previewThreshold",
                "What would this draft have raised?",
                "The alerts of the last days in the stored history under a draft, a body as for PUT, beside those under the version in "
                    + "force. Changes nothing.")
            .Query("days", "How many days back.", ParameterSchemas.Integer(1, MostDays, DefaultDays))
            .Accepts<ThresholdDescription>("application/json")
            .Example(Examples.Threshold)
            .Produces<PreviewAnswer>();

    private static async Task<IResult> PostAsync(
        HttpContext context,
        string id,
        [FromServices] BacktestGate gate,
        [FromServices] ThresholdParser parser,
        [FromServices] ThresholdPreview preview,
        string? days)
    {
        var length = DefaultDays;
        if (days is not null && !(int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length is >= 1 and <= MostDays))
        {
            return Problems.Invalid(new Fault(FaultTypes.InvalidField, $"days is a number of 1 to {MostDays}.", "days"));
        }

        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, RequestBody.TooLarge);
        }

        var parsed = parser.Parse(body, id);
        if (parsed.Threshold is not { } draft)
        {
            return Problems.Invalid(parsed.Fault!);
        }

        return await gate.RunAsync(context, async ending => TypedResults.Ok(await preview.RunAsync(draft, length, context.User, ending)));
    }
}
