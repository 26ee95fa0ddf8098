using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Alerting.TestKit;

/// <summary>Takes what a server exports by OTLP, as it comes over the wire.</summary>
public sealed class TelemetryCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private WebApplication _app = null!;

    private TelemetryCollector()
    {
    }

    /// <summary>Environment variables of a server that exports to here, often.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    /// <summary>All that came to a path, such as <c>/v1/traces</c>; texts of the messages can be searched for in it.</summary>
    public string TextOf(string path) =>
        string.Concat(_received.Where(r => r.Path == path).Select(static r => Encoding.Latin1.GetString(r.Body)));

    public static async Task<TelemetryCollector> StartAsync()
    {
        var collector = new TelemetryCollector();
        collector._app = await LoopbackApp.StartAsync(collector.TakeAsync);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _received.Enqueue((context.Request.Path, body.ToArray()));
    }
}
