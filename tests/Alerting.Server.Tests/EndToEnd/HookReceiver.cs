using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace Alerting.Server.Tests.EndToEnd;

internal sealed record ReceivedWebhook(string Id, long Timestamp, string Signature, byte[] Bytes, JsonNode Body);

/// <summary>Takes every webhook.</summary>
internal sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public HookReceiver(int port)
    {
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = ListenAsync();
    }

    public ConcurrentQueue<ReceivedWebhook> Received { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var bytes = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(bytes);
            var headers = context.Request.Headers;
            Received.Enqueue(new ReceivedWebhook(
                headers["webhook-id"]!,
                long.Parse(headers["webhook-timestamp"]!, System.Globalization.CultureInfo.InvariantCulture),
                headers["webhook-signature"]!,
                bytes.ToArray(),
                JsonNode.Parse(bytes.ToArray())!));
            context.Response.StatusCode = 204;
            context.Response.Close();
        }
    }
}
