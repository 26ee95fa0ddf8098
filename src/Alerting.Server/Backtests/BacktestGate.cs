using System.Globalization;
using Alerting.Reports;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Backtests;

/// <summary>
/// Limits how many backtests and previews run at a time, and how long each may take, since they use cores and memory of their
/// own. A request gets here after it was received completely, so slow senders keep nobody out.
/// </summary>
internal sealed class BacktestGate(IOptions<BacktestOptions> options, Draining draining, TimeProvider clock) : IDisposable
{
    private const string RetryAfterSeconds = "5";

    private readonly SemaphoreSlim _free = new(options.Value.MaxConcurrent);

    /// <summary>
    /// Runs if there is a free place. The run ends early when its client goes, its time is over or the process shuts down.
    /// </summary>
    public async Task<IResult> RunAsync<T>(HttpContext context, Func<CancellationToken, Task<T>> run)
    {
        if (!_free.Wait(0))
        {
            return Full(context, $"{options.Value.MaxConcurrent} backtests and previews are running, which is as many as may at a time.");
        }

        try
        {
            using var timeout = new CancellationTokenSource(options.Value.MaxDuration, clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token, draining.Closing);
            try
            {
                return TypedResults.Ok(await run(ending.Token));
            }
            catch (OperationCanceledException)
                when (draining.Closing.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
            {
                throw BodyCutException.Closing();
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
            {
                return Problems.Invalid(new Fault(FaultTypes.TookTooLong, string.Create(
                    CultureInfo.InvariantCulture,
                    $"It had not come to its end after {options.Value.MaxDuration.TotalSeconds:0.#} s, which is as long as one may run: "
                    + $"take fewer reports, thresholds or regions, or shorter windows.")));
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>The answer when there is no free place now.</summary>
    public static IResult Full(HttpContext context, string why)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Of(StatusCodes.Status429TooManyRequests, new Fault(FaultTypes.TooManyRequests, why));
    }

    public void Dispose() => _free.Dispose();
}
