using System.Security.Claims;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Server.OpenApi.Bodies;
using Alerting.Storage.Health;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Reports;

/// <summary>POST /reports in its three forms.</summary>
internal static class ReportEndpoints
{
    public const string Ndjson = "application/x-ndjson";

    /// <summary>What the API takes most of: served without binding, filters and results, but described like the rest.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        new RouteHandlerBuilder([api.MapPost("/reports", (RequestDelegate)PostAsync)])
            .RequireAuthorization(Roles.Reporter)
            .WithTags(Tags.Reports)
            .WithMetadata(
                ((RequestDelegate)PostAsync).Method,
                new AcceptsMetadata(["application/json", Ndjson], typeof(ReportDescription)),
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ReportAnswer), ["application/json", Ndjson]))
            .Describe(
                "postReports",
                "Report what happened",
                "One report, an array of them, or one a line as application/x-ndjson, as many as you like. Answered when all of them "
                + "are durable, results in their order; with Accept: application/x-ndjson one result a line as they become durable. "
                + "A bad report harms no other. Posting the same report again is harmless.")
            .MayBeArray()
            .AlsoProduces<ReportResult>(Ndjson)
            .Example(Examples.Reports)
            .Produces<ReportsProblem>(StatusCodes.Status400BadRequest, Problems.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status408RequestTimeout, Problems.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status413PayloadTooLarge, Problems.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status422UnprocessableEntity, Problems.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status503ServiceUnavailable, Problems.ContentType);

    private static Task PostAsync(HttpContext context)
    {
        var intake = context.RequestServices.GetRequiredService<ReportIntake>();
        var parser = context.RequestServices.GetRequiredService<ReportParser>();
        return MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase)
            ? ReportStream.PostAsync(context, intake, parser)
            : PostBodyAsync(context, intake, parser);
    }

    private static async Task PostBodyAsync(HttpContext context, ReportIntake intake, ReportParser parser)
    {
        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await Problems.Of(StatusCodes.Status413PayloadTooLarge, RequestBody.TooLarge).ExecuteAsync(context);
            return;
        }

        var elements = new List<BodyElement>(1);
        if (ReportBody.Split(body, elements) is { } unread)
        {
            await Problems.Of(unread.Type == FaultTypes.BodyTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, unread).ExecuteAsync(context);
            return;
        }

        var slots = Send(elements, context.User, intake, parser);
        var totals = new ReportTotals();
        var results = new List<ReportResult>(slots.Count);
        foreach (var slot in slots)
        {
            if (!await totals.SettleAsync(slot))
            {
                continue;
            }

            totals.Count(slot);
            results.Add(ReportTotals.Show(slot));
        }

        if (totals.Problem is null && results.Count <= ReportAnswerWriter.MostResults && (totals.Rejected < slots.Count || slots.Count == 0))
        {
            await ReportAnswerWriter.WriteAsync(context.Response, results, totals, context.RequestAborted);
            return;
        }

        var answer = totals.Problem is not null ? Unavailable(context, totals, results)
            : slots.Count > 0 && totals.Rejected == slots.Count ? AllRejected(slots, totals, results)
            : TypedResults.Ok(new ReportAnswer(results, totals.Accepted, totals.Duplicates, totals.Rejected));
        await answer.ExecuteAsync(context);
    }

    private static List<ReportSlot> Send(List<BodyElement> elements, ClaimsPrincipal user, ReportIntake intake, ReportParser parser)
    {
        if (elements is [var only])
        {
            return [intake.Send(user, parser.Parse(only, intake.Rules(null)))];
        }

        var rules = intake.Rules(new HintBudget());
        var lanes = intake.Open(user);
        var slots = new List<ReportSlot>(elements.Count);
        foreach (var element in elements)
        {
            slots.Add(lanes.Add(slots.Count, parser.Parse(element, rules)));
        }

        lanes.Send();
        return slots;
    }

    private static IResult Unavailable(HttpContext context, ReportTotals totals, List<ReportResult> results)
    {
        // What failed may have been the store that turned out to be lost at this moment.
        var isUnusable = context.RequestServices.GetRequiredService<LogStoreHealth>().Unusable is not null;
        var fault = isUnusable ? FailureHandler.Unusable : totals.Problem!.Value.Fault;
        if (fault != FailureHandler.Unusable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return TypedResults.Problem(With(Problems.Details(StatusCodes.Status503ServiceUnavailable, fault), totals, results));
    }

    private static IResult AllRejected(List<ReportSlot> slots, ReportTotals totals, List<ReportResult> results)
    {
        // One report: its own fault is the answer. Several: each has its own in the results.
        var fault = slots.Count == 1
            ? slots[0].Outcome.Error!
            : new Fault(FaultTypes.AllRejected, $"All {slots.Count} reports were rejected; the first: {slots[0].Outcome.Error!.Detail}");
        return TypedResults.Problem(With(Problems.Details(Problems.StatusOf(fault), fault), totals, results));
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
