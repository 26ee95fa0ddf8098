using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Alerts;
using Alerting.Notifications.Webhooks;
using Alerting.Json;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Alerting.Cluster.Tests.Load;

/// <summary>Receives webhooks of several subscriptions and keeps what it received first, in order.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private readonly WebApplication _app;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(string Id, Alert Alert)>> _received = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _known = new(StringComparer.Ordinal);

    private Desk(WebApplication app, int seed) => (_app, _random) = (app, new Random(seed));

    /// <summary>Receipts that were not the first of their id.</summary>
    public int Repeated { get; private set; }

    public static async Task<Desk> StartAsync(int port, int seed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var desk = new Desk(app, seed);
        app.MapPost("/{subscription}", desk.ReceiveAsync);
        await app.StartAsync();
        return desk;
    }

    /// <summary>What this subscription received, first receipts in order.</summary>
    public List<(string Id, Alert Alert)> Received(string subscription)
    {
        lock (_lock)
        {
            return [.. _received.GetValueOrDefault(subscription, [])];
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var subscription = (string)context.Request.RouteValues["subscription"]!;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var id = context.Request.Headers["webhook-id"].ToString();
        var timestamp = long.Parse(context.Request.Headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
        var isSigned = context.Request.Headers["webhook-signature"] == StandardWebhook.Sign(Secret, id, timestamp, body.ToArray());
        lock (_lock)
        {
            // Receivers have bad moments: what they refuse they have not received.
            if (_random.Next(50) == 0)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            if (!_received.TryGetValue(subscription, out var received))
            {
                _received[subscription] = received = [];
                _known[subscription] = new HashSet<string>(StringComparer.Ordinal);
            }

            if (!_known[subscription].Add(id))
            {
                Repeated++;
            }
            else
            {
                var alert = JsonNode.Parse(body.ToArray())!["data"].Deserialize(AlertJson.Wire.Alert)!;
                received.Add((isSigned ? id : $"{id} (signature wrong)", alert));
            }
        }

        context.Response.StatusCode = (int)HttpStatusCode.NoContent;
    }
}
