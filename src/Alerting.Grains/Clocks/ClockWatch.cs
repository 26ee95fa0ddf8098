using Alerting.Storage.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Alerting.Grains.Clocks;

/// <summary>
/// Compares the wall clock every second with the time that has passed since the last comparison. If they differ, the
/// clock of the store decides, where it has one of its own; otherwise a forward jump is accepted after it has lasted
/// for a while.
/// </summary>
internal sealed partial class ClockWatch(
    ClockGuard guard, ILogStore store, AlertingMetrics metrics, TimeProvider clock, IOptions<ClockOptions> options,
    ILogger<ClockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_storePatience = TimeSpan.FromSeconds(2);

    // While the clocks agree, the store is asked only once in this many comparisons.
    private const int LooksPerAsking = 30;

    private readonly BootTime _boot = new(clock);
    private (DateTimeOffset Wall, TimeSpan Boot) _believed;
    private TimeSpan? _jumpedAt;
    private int _looks;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _believed = (clock.GetUtcNow(), _boot.Now);
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The guard keeps its last decision, and the next comparison tries again.
                LogNotLooked(exception);
            }
        }
    }

    public override void Dispose()
    {
        _boot.Dispose();
        base.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var (wall, timestamp, boot) = (clock.GetUtcNow(), clock.GetTimestamp(), _boot.Now);
        var ahead = wall - _believed.Wall - (boot - _believed.Boot);
        if (-ahead > options.Value.MaxAhead)
        {
            LogSteppedBack(-ahead);
        }

        var aheadOfStore = await AheadOfStoreAsync(ahead, cancellationToken);
        ahead = aheadOfStore ?? ahead;
        if (ahead <= options.Value.MaxAhead)
        {
            Trust(wall, timestamp, boot);
            return;
        }

        guard.Distrust(ahead);
        metrics.ClockAhead(ahead);
        if (_jumpedAt is not { } since)
        {
            _jumpedAt = boot;
            LogAhead(ahead);
        }
        else if (boot - since >= options.Value.ConfirmAfter && aheadOfStore is null)
        {
            LogConfirmed(ahead, boot - since);
            Trust(wall, timestamp, boot);
        }
    }

    private void Trust(DateTimeOffset wall, long timestamp, TimeSpan boot)
    {
        if (_jumpedAt is not null)
        {
            _jumpedAt = null;
            LogRight();
        }

        _believed = (wall, boot);
        guard.Trust(wall, timestamp);
        metrics.ClockAhead(TimeSpan.Zero);
    }

    /// <summary>How far the wall clock is ahead of the store's; null where the store has no clock or was not asked.</summary>
    private async Task<TimeSpan?> AheadOfStoreAsync(TimeSpan ahead, CancellationToken cancellationToken)
    {
        var isDue = _looks++ % LooksPerAsking == 0;
        if (!isDue && _jumpedAt is null && ahead <= options.Value.MaxAhead)
        {
            return null;
        }

        try
        {
            var theirs = await store.GetUtcNowAsync(cancellationToken).WaitAsync(s_storePatience, clock, cancellationToken);
            return clock.GetUtcNow() - theirs;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // While the store does not answer, nothing can be written either.
            LogStoreNotAsked(exception);
            return null;
        }
    }

    [LoggerMessage(EventId = 130, Level = LogLevel.Error,
        Message = "The clock of this machine is {Ahead} ahead of where it must be: nothing is written until it is right.")]
    private partial void LogAhead(TimeSpan ahead);

    [LoggerMessage(EventId = 131, Level = LogLevel.Warning, Message = "The clock is right again.")]
    private partial void LogRight();

    [LoggerMessage(EventId = 132, Level = LogLevel.Warning,
        Message = "The clock has been {Ahead} ahead for {Since} and is believed now: it must have been slow before.")]
    private partial void LogConfirmed(TimeSpan ahead, TimeSpan since);

    [LoggerMessage(EventId = 133, Level = LogLevel.Warning,
        Message = "The clock of this machine was set back by {By}. Regions that are ahead of it go on at their own last time.")]
    private partial void LogSteppedBack(TimeSpan by);

    [LoggerMessage(EventId = 137, Level = LogLevel.Warning, Message = "The clock could not be compared with the time that has passed.")]
    private partial void LogNotLooked(Exception exception);

    [LoggerMessage(EventId = 134, Level = LogLevel.Warning, Message = "The store could not be asked for its clock.")]
    private partial void LogStoreNotAsked(Exception exception);
}
