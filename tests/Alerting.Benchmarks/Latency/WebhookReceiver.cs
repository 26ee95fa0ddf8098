using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Alerting.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Alerting.Benchmarks;

/// <summary>Takes the webhooks of the product and of Alertmanager and notes when each came.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _arrivals = new();

    private WebhookReceiver(int port)
    {
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url.ToString());
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public Uri Url { get; }

    public static async Task<WebhookReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var receiver = new WebhookReceiver(TestPorts.Next());
        await receiver._app.StartAsync(cancellationToken);
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
