using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Reports;

/// <summary>POST /reports in its three forms.</summary>
internal static class ReportEndpoints
{
    public const string Ndjson = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/reports", PostAsync)
            .RequireAuthorization(Roles.Reporter)
            .Accepts<ReportDescription>("application/json", Ndjson, RequestBody.CurlDefault)
            .Produces<ReportAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task PostAsync(HttpContext context, [FromServices] ReportIntake intake, [FromServices] ReportParser parser)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase))
        {
            await ReportStream.PostAsync(context, intake, parser);
            return;
        }

        await (await PostBodyAsync(context, intake, parser)).ExecuteAsync(context);
    }

    private static async Task<IResult> PostBodyAsync(HttpContext context, ReportIntake intake, ReportParser parser)
    {
        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, RequestBody.TooLarge);
        }

        var elements = new List<BodyElement>();
        if (ReportBody.Split(body, elements) is { } malformed)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, malformed);
        }

        var lanes = intake.Open(context.User);
        var rules = intake.Rules;
        var slots = new List<ReportSlot>(elements.Count);
        foreach (var element in elements)
        {
            slots.Add(lanes.Add(slots.Count, parser.Parse(element, rules)));
        }

        lanes.Send();
        var answer = new ReportTotals();
        var results = new List<ReportResult>(slots.Count);
        foreach (var slot in slots)
        {
            if (!await answer.SettleAsync(slot))
            {
                continue;
            }

            answer.Count(slot);
            results.Add(ReportTotals.Show(slot));
        }

        return answer.Failed ? Unavailable(context, answer, results)
            : slots.Count > 0 && answer.Rejected == slots.Count ? AllRejected(slots, answer, results)
            : TypedResults.Ok(new ReportAnswer(results, answer.Accepted, answer.Duplicates, answer.Rejected));
    }

    private static IResult Unavailable(HttpContext context, ReportTotals totals, List<ReportResult> results)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(With(Problems.Details(StatusCodes.Status503ServiceUnavailable, FailureHandler.Unavailable), totals, results));
    }

    private static IResult AllRejected(List<ReportSlot> slots, ReportTotals totals, List<ReportResult> results)
    {
        // One report: its own fault is the answer. Several: each has its own in the results.
        var fault = slots.Count == 1
            ? slots[0].Outcome.Error!
            : new Fault(FaultTypes.AllRejected, $"All {slots.Count} reports were rejected; the first: {slots[0].Outcome.Error!.Detail}");
        return TypedResults.Problem(With(Problems.Details(StatusCodes.Status422UnprocessableEntity, fault), totals, results));
    }

    private static ProblemDetails With(ProblemDetails details, ReportTotals totals, List<ReportResult> results)
    {
        details.Extensions["results"] = (IReadOnlyList<ReportResult>)results;
        details.Extensions["accepted"] = totals.Accepted;
        details.Extensions["duplicates"] = totals.Duplicates;
        details.Extensions["rejected"] = totals.Rejected;
        return details;
    }
}
