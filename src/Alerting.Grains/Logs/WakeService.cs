using System.Collections.Concurrent;
using Alerting.Grains.Hosting;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Logs;

/// <summary>
/// Calls the owners of logs that are overdue, at start and every two seconds, and the owners of logs whose deadline
/// is near, so that a sleeping owner is awake in time. An active owner handles its deadlines by its own timer, so
/// normally there is nothing to do. After a crash, this restarts deadlines, unfinished forwarding and retries.
/// </summary>
internal sealed class WakeService(
    ILogStore store, IGrainFactory grains, AlertingMetrics metrics, TimeProvider clock, IHostApplicationLifetime lifetime,
    ILogger<WakeService> logger) : BackgroundService
{
    private const int FirstPage = 512;
    private const int Concurrency = 32;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, byte> _unknown = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WhenStartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(s_every, clock);
        var grace = TimeSpan.Zero;
        do
        {
            try
            {
                await WakeDueAsync(clock.GetUtcNow().UtcTicks, grace, stoppingToken);
                grace = s_grace;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The next round tries again: waking must continue as long as the process runs.
                metrics.LookForDueFailed();
                GrainLog.WakeIndexFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WakeDueAsync(long now, TimeSpan grace, CancellationToken stoppingToken)
    {
        // A deadline that has only just passed is handled by an active owner, or will be overdue in the next round.
        bool IsOurs(DueLog due) => due.WakeAt <= now - grace.Ticks || due.WakeAt > now;

        // An owner that fails stays in the index and would fill the same page again, so each page is twice as long as
        // the one before.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var limit = FirstPage; ; limit *= 2)
        {
            var due = await store.DueAsync(now + s_ahead.Ticks, limit, stoppingToken);
            if (limit == FirstPage)
            {
                // The index is ordered by instant.
                var overdue = due is [var longest, ..] ? TimeSpan.FromTicks(now - longest.WakeAt) : TimeSpan.Zero;
                metrics.LookedForDue(overdue >= s_grace ? overdue : TimeSpan.Zero);
            }

            await Parallel.ForEachAsync(
                due.Where(d => IsOurs(d) && seen.Add(d.Log)),
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
            if (_unknown.TryAdd(log, 0))
            {
                GrainLog.UnknownOwner(logger, log);
            }

            return;
        }

        try
        {
            await owner.WakeAsync();
        }
        catch (Exception exception)
        {
            // Whatever went wrong, the log stays in the index and the next round tries again.
            GrainLog.WakeFailed(logger, exception, log);
        }
    }
}
