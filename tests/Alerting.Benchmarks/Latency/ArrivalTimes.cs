using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Alerting.Benchmarks;

/// <summary>Takes the webhooks of the product and of Alertmanager and notes when each came.</summary>
internal sealed class ArrivalTimes : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _arrivals = new();
    private WebApplication _app = null!;

    private ArrivalTimes()
    {
    }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<ArrivalTimes> StartAsync(CancellationToken cancellationToken)
    {
        var receiver = new ArrivalTimes();
        receiver._app = await LoopbackApp.StartAsync(receiver.TakeAsync, cancellationToken: cancellationToken);
        return receiver;
    }

    /// <summary>Timestamp at which the webhook with this id came or will come.</summary>
    public Task<long> ArrivalAsync(string id) => Of(id).Task;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var at = Stopwatch.GetTimestamp();
        if (context.Request.Headers["webhook-id"] is [{ } id])
        {
            Of(id).TrySetResult(at);
        }
        else
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            foreach (var alert in body.RootElement.GetProperty("alerts").EnumerateArray())
            {
                Of(alert.GetProperty("labels").GetProperty("probe").GetString()!).TrySetResult(at);
            }
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private TaskCompletionSource<long> Of(string id) =>
        _arrivals.GetOrAdd(id, static _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
}
