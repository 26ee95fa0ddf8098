using System.Collections.Concurrent;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Thresholds;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Thresholds;

/// <summary>
/// The thresholds as this silo knows them. Where there are others, they are asked for twice a second, which costs one small
/// call and needs no delivery guarantee; a single silo hears of each change in its own process. At once where a
/// change is made through this silo; active regions are notified of a change.
/// </summary>
public sealed class ThresholdCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ThresholdCache> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _changed = new(0);
    private readonly ConcurrentDictionary<string, byte> _active = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile ThresholdCatalog? _current;

    /// <summary>The catalogue, asked for if this silo does not know it yet.</summary>
    public async ValueTask<ThresholdCatalog> GetAsync(CancellationToken cancellationToken)
    {
        while (_current is null)
        {
            await RefreshAsync(cancellationToken);
        }

        return _current;
    }

    /// <summary>What is known now; null before the first answer.</summary>
    public ThresholdCatalog? Current => _current;

    /// <summary>Asks for changes; the active regions are notified of them, and judge by them in their own time.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        ThresholdCatalog catalog;
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var known = _current?.Revision ?? -1;
            if (await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).GetAsync(known) is not { } changed)
            {
                return;
            }

            _current = catalog = changed;
            if (known < 0)
            {
                return;
            }
        }
        finally
        {
            _refreshing.Release();
        }

        // A region that is slow to write must hold up neither the next refresh nor the operator.
        foreach (var code in _active.Keys)
        {
            _ = NotifyAsync(code, catalog.Revision);
        }
    }

    /// <summary>The catalogue, which lives in this process, has changed. Does not wait.</summary>
    internal void Changed()
    {
        // One that nobody has taken yet says it all.
        if (deployment.IsSingleSilo && _changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }

    internal void Activated(string region) => _active[region] = 0;

    internal void Deactivated(string region) => _active.TryRemove(region, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WhenStartedAsync(stoppingToken);
        while (true)
        {
            var isKnown = false;
            try
            {
                await RefreshAsync(stoppingToken);
                isKnown = true;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                GrainLog.CatalogFailed(logger, exception);
            }

            await (deployment.IsSingleSilo && isKnown ? _changed.WaitAsync(stoppingToken) : Task.Delay(s_every, clock, stoppingToken));
        }
    }

    private async Task NotifyAsync(string code, long revision)
    {
        try
        {
            await grains.ControlOf(code).ThresholdsChangedAsync(revision);
        }
        catch (Exception exception)
        {
            // The region's next activation or input adopts them.
            GrainLog.RegionNotNotified(logger, exception, code);
        }
    }
}
