using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Clocks;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Storage.Health;

namespace Alerting.Server.Hosting;

/// <summary>The probes: whether the process lives, and whether requests should go to it.</summary>
internal static class HealthEndpoints
{
    // Probes are frequent and have short timeouts.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", static () => Results.Text("live"))
            .OpenToAll()
            .WithTags(Tags.Probes)
            .Describe("getLiveness", "Whether the process lives")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        app.MapGet("/healthz/ready", ReadyAsync)
            .OpenToAll()
            .WithTags(Tags.Probes)
            .Describe("getReadiness", "Whether requests should go to the process")
            .Produces<Readiness>()
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(
        IGrainFactory grains, Draining draining, LogStoreHealth store, ClockGuard guard, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        if (draining.Begun)
        {
            reasons.Add("The process is draining.");
        }

        if (store.WriteFailure is { } failure)
        {
            reasons.Add(failure);
        }

        if (guard.Ahead is { Ticks: > 0 } ahead)
        {
            reasons.Add($"The clock of this machine is {ahead:c} ahead of where it must be.");
        }

        if (reasons.Count == 0)
        {
            try
            {
                await grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).HeadAsync().WaitAsync(s_patience, clock, cancellationToken);
            }
            catch (Exception exception) when (FailureHandler.IsPassing(exception))
            {
                reasons.Add("The ledger cannot be reached.");
            }
        }

        var readiness = new Readiness(reasons.Count == 0 ? "ready" : "not ready", reasons, store.Warnings);
        return Results.Json(readiness, statusCode: reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
