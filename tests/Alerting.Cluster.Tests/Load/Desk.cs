using System.Net;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Alerting.Cluster.Tests.Load;

/// <summary>Receives webhooks of several subscriptions and keeps what it received first, in order.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(string Id, Alert Alert)>> _received = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Id, DateTimeOffset At)>> _arrivals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _known = new(StringComparer.Ordinal);

    private WebApplication _app = null!;

    private Desk(int seed) => _random = new Random(seed);

    /// <summary>Receipts that were not the first of their id.</summary>
    public int Repeated { get; private set; }

    public static async Task<Desk> StartAsync(int port, int seed)
    {
        var desk = new Desk(seed);
        desk._app = await LoopbackApp.StartAsync(desk.ReceiveAsync, port);
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

    /// <summary>When which message came to this subscription, each time it did, whatever it was answered.</summary>
    public List<(string Id, DateTimeOffset At)> Arrivals(string subscription)
    {
        lock (_lock)
        {
            return [.. _arrivals.GetValueOrDefault(subscription, [])];
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var arrivedAt = TimeProvider.System.GetUtcNow();
        var webhook = await ReceivedWebhook.ReadAsync(context.Request, context.RequestAborted);
        var (subscription, id) = (webhook.Path.TrimStart('/'), webhook.Id);
        var isSigned = webhook.Signature == StandardWebhook.Sign(Secret, id, webhook.Timestamp, webhook.Body);
        lock (_lock)
        {
            if (!_arrivals.TryGetValue(subscription, out var arrivals))
            {
                _arrivals[subscription] = arrivals = [];
            }

            arrivals.Add((id, arrivedAt));

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
                var alert = webhook.Json["data"].Deserialize(AlertJson.Wire.Alert)!;
                received.Add((isSigned ? id : $"{id} (signature wrong)", alert));
            }
        }

        context.Response.StatusCode = (int)HttpStatusCode.NoContent;
    }
}
