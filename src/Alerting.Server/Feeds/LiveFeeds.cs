using System.Net.Sockets;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Connections.Features;

namespace Alerting.Server.Feeds;

/// <summary>Admits live feeds, opens their answers and ends them in order: what is alike for all of them.</summary>
internal sealed class LiveFeeds(OpenFeeds open, SlowReaders slow, SubjectEnds ends, TimeProvider clock, Draining draining)
{
    // Size of the socket's send buffer in bytes, which holds what the client has not acknowledged. The kernel doubles it for its
    // own overhead; its default grows to megabytes for each client that does not read.
    private const int SendBuffer = 16 << 10;

    /// <summary>Header of a client that comes back, with the id of the last event that it has.</summary>
    public const string LastEventIdHeader = "Last-Event-ID";

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<FeedOptions>().BindConfiguration(FeedOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SlowReaders>();
        services.AddSingleton<OpenFeeds>();
        services.AddSingleton<LiveFeeds>();
    }

    /// <summary>Id of the last event that the client has; null where it states none.</summary>
    public static string? LastEventId(HttpContext context) =>
        context.Request.Headers[LastEventIdHeader] is [{ Length: > 0 } text] ? text : null;

    /// <summary>Answers with a feed until its client goes, its subject ends or the process drains.</summary>
    /// <param name="run">Writes it; is told when to end.</param>
    public async Task<IResult> RunAsync(HttpContext context, Func<PacedAnswer, CancellationToken, Task> run)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            // A feed has no end, so HEAD is answered without one.
            Prepare(context);
            return TypedResults.Empty;
        }

        using var place = open.TryOpen(Subject.Of(context).Id);
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
            await run(answer, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has gone, its key is over, or this process shuts down; then the client continues elsewhere from its last id.
        }

        return TypedResults.Empty;
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
