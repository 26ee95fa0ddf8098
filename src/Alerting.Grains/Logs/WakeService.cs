using Alerting.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>
/// Calls the owners of logs that are overdue: at start and every two seconds. An active owner has handled its own by
/// timer, so in quiet times this finds nothing. It is what restarts deadlines, undelivered hops and retries after a crash.
/// </summary>
internal sealed class WakeService(ILogStore store, IGrainFactory grains, TimeProvider clock, ILogger<WakeService> logger) : BackgroundService
{
    private const int Page = 500;
    private const int Concurrency = 32;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        var grace = TimeSpan.Zero;
        do
        {
            try
            {
                await WakeDueAsync(clock.GetUtcNow().UtcTicks - grace.Ticks, stoppingToken);
            }
            catch (LogStoreUnavailableException exception)
            {
                GrainLog.WakeIndexFailed(logger, exception);
            }

            grace = s_grace;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WakeDueAsync(long before, CancellationToken stoppingToken)
    {
        // An owner that fails stays in the index: a page that repeats is not read again in this round.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var limit = Page + seen.Count;
            var due = await store.DueAsync(before, limit, stoppingToken);
            var fresh = due.Where(d => seen.Add(d.Log)).ToList();
            await Parallel.ForEachAsync(
                fresh,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = stoppingToken },
                async (d, _) => await WakeAsync(d.Log));
            if (due.Count < limit)
            {
                return;
            }
        }
    }

    private async Task WakeAsync(string log)
    {
        if (LogOwners.OwnerOf(grains, log) is not { } owner)
        {
            GrainLog.UnknownOwner(logger, log);
            return;
        }

        try
        {
            await owner.WakeAsync();
        }
        catch (Exception exception)
        {
            // Whatever it was, the log stays due and the next round tries again.
            GrainLog.WakeFailed(logger, exception, log);
        }
    }
}
