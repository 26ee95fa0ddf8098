using System.Security.Claims;
using Alerting.Access;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Reports;

/// <summary>POST /reports in its three forms.</summary>
internal static class ReportEndpoints
{
    public const string Ndjson = "application/x-ndjson";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ReportParser>();
        services.AddSingleton<ReportPlacement>();
        services.AddSingleton<ReportIntake>();
        services.AddSingleton<SingleReports>();
    }

    /// <summary>
    /// The most frequent request of all: served without parameter binding, filters and result objects, but described like the
    /// others.
    /// </summary>
    public static void Map(IEndpointRouteBuilder api) =>
        new RouteHandlerBuilder([api.MapPost("/reports", (RequestDelegate)PostAsync)])
            .RequireAccess(Role.Reporter)
            .WithTags(Tags.Reports)
            .WithMetadata(
                ((RequestDelegate)PostAsync).Method,
                RateLimits.CountsItself,
                ExpressLane.Taken,
                new AcceptsMetadata(["application/json", Ndjson], typeof(ReportBody)),
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
            .Produces<ReportsProblem>(StatusCodes.Status400BadRequest, Problem.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status403Forbidden, Problem.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status408RequestTimeout, Problem.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status413PayloadTooLarge, Problem.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status422UnprocessableEntity, Problem.ContentType)
            .Produces<ReportsProblem>(StatusCodes.Status503ServiceUnavailable, Problem.ContentType);

    private static Task PostAsync(HttpContext context)
    {
        var intake = context.RequestServices.GetRequiredService<ReportIntake>();
        var parser = context.RequestServices.GetRequiredService<ReportParser>();
        var limits = context.RequestServices.GetRequiredService<RateLimits>();
        if (limits.Reports.TakeOne(context.User) is { } wait)
        {
            return limits.RefuseAsync(context, wait, "reports");
        }

        return MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase)
            ? ReportStream.PostAsync(context, intake, parser, limits.Reports)
            : PostBodyAsync(context, intake, parser, limits.Reports);
    }

    private static async Task PostBodyAsync(HttpContext context, ReportIntake intake, ReportParser parser, SubjectRate rate)
    {
        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await Problems.Of(StatusCodes.Status413PayloadTooLarge, RequestBody.TooLarge).ExecuteAsync(context);
            return;
        }

        var elements = new List<BodyElement>(1);
        if (ReportElements.Split(body, elements) is { } unread)
        {
            var isTooLarge = unread.Type == FaultTypes.BodyTooLarge;
            await Problems.Of(isTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, unread)
                .ExecuteAsync(context);
            return;
        }

        // The first was counted when the request came.
        await rate.TakeAsync(context.User, elements.Count - 1, context.RequestAborted);
        var slots = Send(elements, context.User, intake, parser);
        var totals = new ReportTotals();
        var settled = new List<ReportSlot>(slots.Count);
        foreach (var slot in slots)
        {
            if (await totals.SettleAsync(slot))
            {
                totals.Count(slot);
                settled.Add(slot);
            }
        }

        await ReportAnswerWriter.AnswerAsync(context, settled, totals, ProblemOf(context, slots, totals));
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

    private static (int Status, Fault Fault)? ProblemOf(HttpContext context, List<ReportSlot> slots, ReportTotals totals)
    {
        if (totals.Problem is { } passing)
        {
            // The write may have failed because the store was just found to be lost.
            var fault = StoreGate.IsShut(context) ? FailureHandler.Unusable : passing.Fault;
            if (fault != FailureHandler.Unusable)
            {
                context.Response.Headers.RetryAfter = "1";
            }

            return (StatusCodes.Status503ServiceUnavailable, fault);
        }

        if (slots.Count == 0 || totals.Rejected < slots.Count)
        {
            return null;
        }

        // One report, or all for want of access: that fault is the answer. Else each has its own in the results.
        var first = slots[0].Outcome.Error!;
        var all = slots.Count == 1 ? first
            : slots.TrueForAll(static slot => slot.Outcome.Error!.Type == FaultTypes.Forbidden)
                ? new Fault(FaultTypes.Forbidden, $"All {slots.Count} reports are of regions to which the caller is not admitted.")
            : new Fault(FaultTypes.AllRejected, $"All {slots.Count} reports were rejected; the first: {first.Detail}");
        return (Problems.StatusOf(all), all);
    }
}
