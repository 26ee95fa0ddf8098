using System.Collections.Concurrent;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Catalogs;

/// <summary>A catalogue of which active regions are notified of each change; they adopt it in their own time.</summary>
public abstract class RegionCatalogCache<TCatalog>(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger logger)
    : CatalogCache<TCatalog>(grains, deployment, clock, lifetime, logger)
    where TCatalog : class
{
    private readonly IGrainFactory _grains = grains;
    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<string, byte> _active = new(StringComparer.Ordinal);

    internal void Activated(string region) => _active[region] = 0;

    internal void Deactivated(string region) => _active.TryRemove(region, out _);

    private protected override void Refreshed(long revision)
    {
        // Not awaited: a region that is slow to write must delay neither the next refresh nor the operator.
        foreach (var code in _active.Keys)
        {
            _ = NotifyAsync(code, revision);
        }
    }

    /// <summary>Notifies a region of a revision.</summary>
    private protected abstract Task NotifyAsync(IRegionControl region, long revision);

    private async Task NotifyAsync(string code, long revision)
    {
        try
        {
            await NotifyAsync(_grains.ControlOf(code), revision);
        }
        catch (Exception exception)
        {
            // The region adopts the change at its next activation or input.
            GrainLog.RegionNotNotified(_logger, exception, code);
        }
    }
}
