using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Alerting.TestKit;

/// <summary>Receives webhooks, keeps them all, and answers as a test wants it.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private WebApplication _app = null!;

    private WebhookReceiver()
    {
    }

    /// <summary>Called when a webhook is kept; by default the answer is 200.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<ReceivedWebhook> Received => [.. _received];

    public int Count => _received.Count;

    public string Url => $"{_app.Urls.Single()}/hook";

    /// <param name="port">0: any that is free.</param>
    public static async Task<WebhookReceiver> StartAsync(int port = 0)
    {
        var receiver = new WebhookReceiver();
        receiver._app = await LoopbackApp.StartAsync(receiver.HandleAsync, port);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        _received.Enqueue(await ReceivedWebhook.ReadAsync(context.Request, context.RequestAborted));
        await Answer(context);
    }
}
