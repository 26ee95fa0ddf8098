using Alerting.Grains.Regions;
using Alerting.Regions;
using Alerting.Storage.Logs;

namespace Alerting.Server.Http;

/// <summary>
/// Repeats calls that fail while a silo or the store is away, for a limited time and with jitter: the caller gets a slow answer
/// instead of an error. Only for calls that may be repeated. When the time is over, the caller gets 503.
/// </summary>
internal sealed class Patience(TimeProvider clock)
{
    /// <summary>A call that fails later than this after its first try is not tried again.</summary>
    private static readonly TimeSpan s_maxTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_minWait = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_maxWait = TimeSpan.FromMilliseconds(400);

    /// <summary>The beginning of something whose whole time is limited: to be passed on when it is tried.</summary>
    public long Begin() => clock.GetTimestamp();

    public ValueTask<T> TryAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken) =>
        TryAsync(call, Begin(), cancellationToken);

    /// <param name="call">Is made once at least.</param>
    /// <param name="begun">When somebody began to wait for it: what <see cref="Begin"/> gave then.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<T> TryAsync<T>(Func<ValueTask<T>> call, long begun, CancellationToken cancellationToken)
    {
        for (var wait = s_minWait; ; wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, s_maxWait.Ticks)))
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (MayPass(exception) && clock.GetElapsedTime(begun) < s_maxTime)
            {
                await Task.Delay(wait * (0.5 + Random.Shared.NextDouble()), clock, cancellationToken);
            }
        }
    }

    public ValueTask<T> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        TryAsync(() => new ValueTask<T>(call()), cancellationToken);

    /// <summary>Repeats GET and HEAD requests as a whole, which change nothing.</summary>
    public static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            return await next(context);
        }

        var patience = http.RequestServices.GetRequiredService<Patience>();
        return await patience.TryAsync(() => next(context), http.RequestAborted);
    }

    /// <summary>
    /// Whether a repetition may succeed, on this silo or another one. An overloaded silo is not called again.
    /// </summary>
    private static bool MayPass(Exception exception) =>
        exception is not OverloadedException
        && LogStoreUnusableException.Among(exception) is null
        && FailureHandler.IsPassing(exception);
}
