using Alerting.Engine.Regions;
using Alerting.Grains.Clocks;
using Alerting.Grains.Hosting;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Alerting.Grains.Outages;

/// <summary>
/// Records all the time that the system runs, as a snapshot without a log, and learns from gaps when it did not. All processes
/// of a cluster make the same record: the system was down when none of them ran, or none could reach the store.
/// </summary>
internal sealed partial class OutageWatch(
    ILogStore store, ClockGuard guard, TimeProvider clock, IOptions<OutageOptions> options, DeploymentMode mode,
    IHostApplicationLifetime lifetime, ILogger<OutageWatch> logger) : BackgroundService
{
    private const string Name = "running";

    private readonly SemaphoreSlim _turn = new(1);
    private Beat? _last;
    private bool _failed;

    /// <summary>The last outage; null before any, and where nobody watches.</summary>
    /// <remarks>
    /// A process that has been asleep learns of it here and not only when its next record is due: what was due meanwhile is often
    /// looked at first.
    /// </remarks>
    public async ValueTask<OutageInput?> LastAsync(CancellationToken cancellationToken)
    {
        if (!mode.WatchesOutages)
        {
            return null;
        }

        return (Known ?? await BeatAsync(isDue: false, cancellationToken)).Outage;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!mode.WatchesOutages)
        {
            return;
        }

        await lifetime.WhenStartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.BeatEvery, clock);
        do
        {
            try
            {
                await BeatAsync(isDue: true, stoppingToken);
                _failed = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // While the store cannot be reached nobody can report either, so that the next record tells of an outage.
                if (!_failed)
                {
                    LogNotRecorded(exception);
                }

                _failed = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <summary>The last record; null where another must be made to know better.</summary>
    private Beat? Known =>
        Volatile.Read(ref _last) is { } last && !(guard.IsTrusted && clock.GetUtcNow().UtcTicks - last.At > options.Value.After.Ticks)
            ? last
            : null;

    /// <param name="isDue">False: only where none of those before it has made one.</param>
    private async Task<Beat> BeatAsync(bool isDue, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!isDue && Known is { } known)
            {
                return known;
            }

            var stored = await store.ReadSnapshotAsync(Name, cancellationToken) is { } snapshot ? Beat.Read(snapshot.State.Span) : null;
            var now = clock.GetUtcNow().UtcTicks;

            // By a clock that is ahead it would seem as if the system had been down.
            var next = !guard.IsTrusted && stored is not null ? stored
                : stored?.Next(now, options.Value.After.Ticks) ?? new Beat(now, null);
            if (next != stored)
            {
                await store.SaveSnapshotAsync(Name, next.At, next.Write(), cancellationToken);
            }

            if (next.Outage is { } outage && outage != stored?.Outage)
            {
                LogOutage(TimeSpan.FromTicks(outage.To - outage.From), Instants.FromTicks(outage.From), Instants.FromTicks(outage.To));
            }

            Volatile.Write(ref _last, next);
            return next;
        }
        finally
        {
            _turn.Release();
        }
    }

    [LoggerMessage(EventId = 138, Level = LogLevel.Warning,
        Message = "The system was down for {Length}, from {From} to {To}: the silence of sources counts from its end.")]
    private partial void LogOutage(TimeSpan length, DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(EventId = 139, Level = LogLevel.Warning, Message = "It could not be recorded that the system runs. It is tried again.")]
    private partial void LogNotRecorded(Exception exception);
}
