using System.Collections.Concurrent;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Holding;

/// <summary>
/// A catalogue of what holds deliveries and calls back, as this silo knows it. Whoever has something held back is woken when it
/// changes: for the case that this fails, the wake index has it called every few seconds.
/// </summary>
public abstract class HoldingCache<TCatalog>(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger logger)
    : CatalogCache<TCatalog>(grains, deployment, clock, lifetime, logger)
    where TCatalog : class
{
    private readonly IGrainFactory _grains = grains;
    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<string, byte> _waiting = new(StringComparer.Ordinal);

    /// <summary>A grain, active in this process, waits until what is held back of it is free.</summary>
    /// <param name="log">Name of its log.</param>
    internal void Waits(string log) => _waiting[log] = 0;

    private protected override void Refreshed(long revision)
    {
        foreach (var log in _waiting.Keys)
        {
            // It says so anew if it still waits.
            _waiting.TryRemove(log, out _);
            _ = WakeAsync(log);
        }
    }

    private async Task WakeAsync(string log)
    {
        try
        {
            await LogOwners.OwnerOf(_grains, log)!.WakeAsync();
        }
        catch (Exception exception)
        {
            GrainLog.HolderNotWoken(_logger, exception, log);
        }
    }
}
