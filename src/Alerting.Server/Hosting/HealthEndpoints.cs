using Alerting.Alerts;
using Alerting.Server.Http;

namespace Alerting.Server.Hosting;

/// <summary>The probes: whether the process lives, and whether requests should go to it.</summary>
internal static class HealthEndpoints
{
    // Probes come often and are given up soon.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", static () => Results.Text("live"));
        app.MapGet("/healthz/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(IGrainFactory grains, Draining draining, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (draining.Begun)
        {
            return NotReady("draining");
        }

        try
        {
            await grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).HeadAsync().WaitAsync(s_patience, clock, cancellationToken);
            return Results.Text("ready");
        }
        catch (Exception exception) when (FailureHandler.IsPassing(exception))
        {
            return NotReady("the ledger cannot be reached");
        }
    }

    private static IResult NotReady(string why) => Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
