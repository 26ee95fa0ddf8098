using Alerting.Reports;
using Alerting.Server.Http;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Backtests;

/// <summary>Lets in only so many backtests and previews at a time: each takes cores and memory of its own.</summary>
internal sealed class BacktestGate(IOptions<BacktestOptions> options) : IDisposable
{
    private const string RetryAfterSeconds = "5";

    private readonly SemaphoreSlim _free = new(options.Value.MaxConcurrent);

    /// <summary>A pass, to be given back by disposing of it, or null when all are out.</summary>
    public IDisposable? TryEnter() => _free.Wait(0) ? new Pass(_free) : null;

    /// <summary>The answer to whom there is no pass for.</summary>
    public IResult Refuse(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Of(StatusCodes.Status429TooManyRequests, new Fault(
            FaultTypes.TooManyRequests,
            $"{options.Value.MaxConcurrent} backtests and previews are running, which is as many as may at a time."));
    }

    public void Dispose() => _free.Dispose();

    private sealed class Pass(SemaphoreSlim free) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                free.Release();
            }
        }
    }
}
