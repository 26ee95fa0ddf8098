using System.Text.Json;
using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Audit;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Regions;

/// <summary>
/// The clocks of regions, which never run backwards by themselves: if one is far ahead of the machine's clock, an operator can
/// set it back, with all regions below.
/// </summary>
internal static class ClockEndpoints
{
    public static void Map(RouteGroupBuilder regions) =>
        regions.MapPost("/{code}/clock", SetAsync)
            .RequireRegion(Role.Operator)
            .Describe(
                "setClock",
                "Set back the clocks of regions that are ahead",
                "Of the region and those below it: alerts raised in the time ahead end, what is dated later counts as of now, and all "
                + "is judged anew. Answers the regions that were ahead, the deepest first.")
            .Accepts<SetClockBody>("application/json")
            .Example(Examples.SetClock)
            .Produces<Page<ClockCorrectionView>>();

    private static async Task<IResult> SetAsync(
        HttpContext context, string code, [FromServices] RegionGrains grains, [FromServices] RegionBoard board,
        [FromServices] RegionCatalog catalog)
    {
        if (RegionEndpoints.Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        var body = await Body.ReadAsync<SetClockBody>(context);

        // The lowest regions first: a roll-up from one that is still ahead would move the region above ahead again.
        var corrections = new List<ClockCorrectionView>();
        var codes = await board.CodesAsync(context.RequestAborted);
        foreach (var region in codes.Where(c => catalog.IsWithin(c, code)).OrderByDescending(catalog.DepthOf))
        {
            var by = context.User.Identity!.Name!;
            if (await grains[region].SetClockAsync(by, body.Reason, Acts.Of(context, body.Reason)) is { } made)
            {
                corrections.Add(new ClockCorrectionView(region, Instants.FromTicks(made.From), Instants.FromTicks(made.To), made.Ended));
            }
        }

        return TypedResults.Ok(new Page<ClockCorrectionView>(corrections, null));
    }
}
