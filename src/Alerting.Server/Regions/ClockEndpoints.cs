using System.Text.Json;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.OpenApi.Bodies;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>
/// The clocks of regions, which go by what was recorded: one that has seen a time far ahead of the machine's is set back
/// by an operator, with all regions below it.
/// </summary>
internal static class ClockEndpoints
{
    private static readonly string[] s_members = ["reason"];

    public static void Map(RouteGroupBuilder regions) =>
        regions.MapPost("/{code}/clock", SetAsync)
            .RequireAuthorization(Roles.Operator)
            .Describe(
                "setClock",
                "Set back the clocks of regions that are ahead",
                "Of the region and those below it: alerts raised in the time ahead end, what is dated later counts as of now, and all "
                + "is judged anew. Answers the regions that were ahead, the deepest first.")
            .Accepts<SetClockDescription>("application/json")
            .Example(Examples.SetClock)
            .Produces<Page<ClockCorrectionView>>();

    private static async Task<IResult> SetAsync(
        HttpContext context, string code, [FromServices] RegionGrains grains, [FromServices] RegionBoard board, [FromServices] RegionCatalog catalog)
    {
        if (RegionEndpoints.Refuse(context, code, catalog) is { } refused)
        {
            return refused;
        }

        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, RequestBody.TooLarge);
        }

        var (reason, fault) = Parse(body);
        if (reason is null)
        {
            return Problems.Invalid(fault!);
        }

        // The deeper first: what a region tells the one above it must not put that ahead again.
        var corrections = new List<ClockCorrectionView>();
        var codes = await board.CodesAsync(context.RequestAborted);
        foreach (var region in codes.Where(c => catalog.IsWithin(c, code)).OrderByDescending(catalog.DepthOf))
        {
            if (await grains[region].SetClockAsync(context.User.Identity!.Name!, reason) is { } made)
            {
                corrections.Add(new ClockCorrectionView(region, Instants.FromTicks(made.From), Instants.FromTicks(made.To), made.Ended));
            }
        }

        return TypedResults.Ok(new Page<ClockCorrectionView>(corrections, null));
    }

    private static (string? Reason, Fault? Fault) Parse(ReadOnlyMemory<byte> body)
    {
        if (MalformedJson.Find(body.Span) is { } malformed)
        {
            return (null, malformed);
        }

        using var document = JsonDocument.Parse(body);
        try
        {
            var fields = new JsonFields(document.RootElement, "$", s_members);
            return (JsonFields.Text(fields.Required("reason"), "$.reason", 1_000), null);
        }
        catch (BodyRefusedException refusal)
        {
            return (null, refusal.Fault);
        }
    }
}

/// <summary>A region whose clock was set back.</summary>
/// <param name="From">Its time before.</param>
/// <param name="To">Its time after: the machine's.</param>
/// <param name="EndedAlerts">Alerts that had been raised in between and ended by it, reason <c>clock-set-back</c>.</param>
internal sealed record ClockCorrectionView(string Region, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> EndedAlerts);
