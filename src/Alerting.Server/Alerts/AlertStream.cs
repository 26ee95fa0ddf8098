using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Alerting.Server.Alerts;

/// <summary>Server-sent events (WHATWG HTML, 9.2): the ledger from where the client left it, and then live.</summary>
internal static class AlertStream
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_ledgerRetry = TimeSpan.FromSeconds(1);

    public static async Task WriteAsync(HttpContext context, AlertHub hub, AlertFilter filter, long? lastEventId, RegionCatalog catalog, TimeProvider clock, CancellationToken cancellationToken)
    {
        var response = context.Response;
        Begin(response);
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        using var reader = hub.Attach();
        var cursor = lastEventId ?? filter.After ?? await hub.HeadAsync();
        await response.Body.WriteAsync(": connected\n\n"u8.ToArray(), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        var written = clock.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            var more = hub.MoreAsync();
            IReadOnlyList<Alert> page;
            try
            {
                page = await hub.ReadAsync(cursor);
            }
            catch (Exception exception) when (FailureHandler.IsPassing(exception))
            {
                // The client keeps its place and its connection while the ledger moves to another silo.
                await Task.Delay(s_ledgerRetry, clock, cancellationToken);
                continue;
            }

            if (page.Count > 0)
            {
                foreach (var alert in page)
                {
                    cursor = alert.Seq;
                    if (filter.Matches(alert, catalog))
                    {
                        Write(response.BodyWriter, alert);
                        written = clock.GetTimestamp();
                    }
                }

                await response.BodyWriter.FlushAsync(cancellationToken);
            }

            // What the filter passes over is no sign of life to the client.
            var rest = s_heartbeat - clock.GetElapsedTime(written);
            if (rest <= TimeSpan.Zero)
            {
                await response.Body.WriteAsync(": heartbeat\n\n"u8.ToArray(), cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                written = clock.GetTimestamp();
            }
            else if (page.Count == 0)
            {
                await more.WaitAsync(rest, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The headers.</summary>
    public static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
    }

    private static void Write(IBufferWriter<byte> output, Alert alert)
    {
        output.Write(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"id: {alert.Seq}\nevent: alert.{alert.Change.ToString().ToLowerInvariant()}\ndata: ")));
        output.Write(JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Wire.Alert));
        output.Write("\n\n"u8);
    }
}
