using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Alerting.Benchmarks;

/// <summary>The floor of the live feed: what is posted goes to all who listen, from memory.</summary>
internal sealed class NothingFeed
{
    private readonly ConcurrentDictionary<Channel<byte[]>, bool> _listeners = new();

    public async Task ListenAsync(HttpContext context)
    {
        var channel = Channel.CreateUnbounded<byte[]>();
        _listeners[channel] = true;
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            await context.Response.BodyWriter.WriteAsync(": connected\n\n"u8.ToArray(), context.RequestAborted);
            await foreach (var message in channel.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.BodyWriter.WriteAsync(message, context.RequestAborted);
            }
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }

    public async Task RaiseAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var message = body.ToArray();
        foreach (var (channel, _) in _listeners)
        {
            channel.Writer.TryWrite(message);
        }
    }
}
