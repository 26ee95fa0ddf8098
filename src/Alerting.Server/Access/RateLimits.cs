using Alerting.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Access;

/// <summary>Holds each subject to its rate, so that the flood of one costs another nothing. Safe for concurrent use.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Requests that are held at one time; each further one is answered at once.</summary>
    private const int MaxHeld = 1_000;

    // Who sends the next request when the last one was answered sends no more than four a second over one connection then.
    private static readonly TimeSpan s_hold = TimeSpan.FromMilliseconds(250);

    /// <summary>Marks an endpoint whose requests are not counted as such, since it counts what they bring.</summary>
    public static readonly object CountsItself = new Uncounted();

    private readonly SubjectRate _requests = new(options.Value.RequestsPerSecond);
    private int _held;

    /// <summary>Of reports.</summary>
    public SubjectRate Reports { get; } = new(options.Value.ReportsPerSecond);

    /// <summary>
    /// Lets a request on, or answers that there were too many. Callers without a subject are not counted, nor is what anybody may
    /// ask: a probe must not fail because its caller is busy.
    /// </summary>
    public Task PassAsync(HttpContext context, RequestDelegate next) =>
        _requests.IsOn && context.User.Identity is { IsAuthenticated: true } && IsCounted(context.GetEndpoint())
            && _requests.TakeOne(context.User) is { } wait
            ? RefuseAsync(context, wait, "requests")
            : next(context);

    private static bool IsCounted(Endpoint? endpoint) =>
        endpoint is null
        || (endpoint.Metadata.GetMetadata<Uncounted>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null);

    /// <summary>
    /// Answers that there were too many, after a moment: a refusal costs almost what the request would have, so a flood that does
    /// not wait when it is told to would go on at the cost of all.
    /// </summary>
    /// <param name="what">What there was too many of.</param>
    public async Task RefuseAsync(HttpContext context, TimeSpan wait, string what)
    {
        try
        {
            if (Interlocked.Increment(ref _held) <= MaxHeld)
            {
                await Task.Delay(s_hold, clock, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }

        await Problems.TooMany(context.Response, wait, $"More {what} a second than one key may send.").ExecuteAsync(context);
    }

    public void Dispose()
    {
        _requests.Dispose();
        Reports.Dispose();
    }

    private sealed class Uncounted;
}
