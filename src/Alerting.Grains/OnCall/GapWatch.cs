using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.OnCall;

/// <summary>
/// Tells a day ahead that nobody will be on call, once a gap in the log of each process, and as a metric for as long as it is so. It
/// finds that out anew from the schedules each minute: nothing has to be kept that a crash could lose.
/// </summary>
internal sealed class GapWatch(
    ScheduleCache schedules, AlertingMetrics metrics, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<GapWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_ahead = TimeSpan.FromDays(1);

    private HashSet<(string Schedule, long From)> _told = [];

    /// <summary>Looks once; tells of the gaps that it has not told of yet.</summary>
    /// <param name="known">The schedules, by id.</param>
    /// <returns>In how many of them nobody is on call at some time of the next day.</returns>
    internal int Look(IReadOnlyDictionary<string, OnCallSchedule> known, DateTimeOffset now)
    {
        var seen = new HashSet<(string Schedule, long From)>();
        foreach (var (id, schedule) in known)
        {
            var times = new OnCallTimes(schedule);
            foreach (var (from, _) in times.Gaps(now.UtcTicks, (now + s_ahead).UtcTicks))
            {
                // The whole of it: it may have begun before, and go on for longer.
                var gap = times.At(from);
                if (seen.Add((id, gap.From)) && !_told.Contains((id, gap.From)))
                {
                    Tell(id, Instants.FromTicks(from), gap.To);
                }
            }
        }

        _told = seen;
        return seen.Select(static gap => gap.Schedule).Distinct(StringComparer.Ordinal).Count();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WhenStartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(s_every, clock);
        do
        {
            try
            {
                metrics.Uncovered(Look(await schedules.ReadAsync(stoppingToken), clock.GetUtcNow()));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                GrainLog.GapsNotFound(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Tell(string schedule, DateTimeOffset from, long to)
    {
        if (to < OnCallTimes.MaxInstant)
        {
            GrainLog.NobodyOnCall(logger, schedule, from, Instants.FromTicks(to));
        }
        else
        {
            GrainLog.NobodyOnCallForGood(logger, schedule, from);
        }
    }
}
