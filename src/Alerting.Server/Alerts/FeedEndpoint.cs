using System.Globalization;
using System.Net.Sockets;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Alerts;

/// <summary>GET /alerts/stream: admits a live feed, opens its answer and ends it in order.</summary>
internal static class FeedEndpoint
{
    // Size of the socket's send buffer in bytes, which holds what the client has not acknowledged. The kernel doubles it for its
    // own overhead; its default grows to megabytes for each client that does not read.
    private const int SendBuffer = 16 << 10;

    public static async Task<IResult> GetAsync(
        HttpContext context,
        [FromServices] AlertHub hub,
        [FromServices] OpenFeeds feeds,
        [FromServices] SlowReaders slow,
        [FromServices] RegionCatalog catalog,
        [FromServices] RegionAccess access,
        [FromServices] SubjectEnds ends,
        [FromServices] TimeProvider clock,
        [FromServices] Draining draining)
    {
        long? last = null;
        if ((AlertFilter.Parse(context, catalog, out var filter) ?? LastEventId(context, out last)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            // A feed has no end, so HEAD is answered without one.
            Prepare(context);
            return TypedResults.Empty;
        }

        if ((last ?? filter.After) is { } after && await hub.FirstAsync() is var first && !LedgerPositions.CanReadAfter(after, first))
        {
            return Problems.Trimmed(first);
        }

        using var place = feeds.TryOpen(Subject.Of(context).Id);
        if (place is null)
        {
            context.Response.Headers.RetryAfter = "10";
            return Problems.Of(StatusCodes.Status429TooManyRequests, new Fault(
                FaultTypes.TooManyRequests,
                "As many live feeds are open already as this key, or this process, may have; close one or come back later."));
        }

        Prepare(context);
        using var answer = new PacedAnswer(context, slow, clock);
        using var watch = ends.Begin(context.User);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(draining.Closing, watch.Ended);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, over.Token);

        // Neither a process that shuts down nor the end of a key waits for a client that does not read.
        await using var cut = over.Token.UnsafeRegister(static answer => ((PacedAnswer)answer!).AbortAfter(TimeSpan.Zero), answer);
        try
        {
            await new AlertFeed(hub, filter.Within(access.Of(context.User)), catalog, answer, clock, end.Token).RunAsync(last);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has gone, its key is over, or this process shuts down; then the client continues elsewhere from its last id.
        }

        return TypedResults.Empty;
    }

    private static Fault? LastEventId(HttpContext context, out long? last)
    {
        last = null;
        if (context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } text])
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            {
                return Paging.Invalid("Last-Event-ID", text);
            }

            last = seq;
        }

        return null;
    }

    private static void Prepare(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.PassOnAtOnce();
        if (context.Features.Get<IConnectionSocketFeature>() is { Socket: var socket })
        {
            try
            {
                socket.SendBufferSize = SendBuffer;
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                // The client has gone already; the first write will end the feed.
            }
        }
    }
}
