using System.Text.Json.Serialization.Metadata;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Catalogs;

/// <summary>A catalogue of which each change is forwarded to every region, too, whatever process dies meanwhile.</summary>
internal abstract class RegionCatalogGrain<TVersion> : CatalogGrain<TVersion>
    where TVersion : class, IVersioned
{
    private readonly CatalogRollout _rollout;

    /// <param name="services">The silo's services.</param>
    /// <param name="logger">The grain's logger.</param>
    /// <param name="log">Name of the log.</param>
    /// <param name="json">How versions are written in it.</param>
    /// <param name="notify">Notifies a region of a revision of the catalogue.</param>
    protected RegionCatalogGrain(
        IServiceProvider services, ILogger logger, string log, JsonTypeInfo<IReadOnlyList<TVersion>> json,
        Func<IRegionControl, long, Task> notify)
        : base(services, logger, log, json) => _rollout = new CatalogRollout(
            LogName,
            notify,
            services.GetRequiredService<StoredRegions>(),
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<Backoff>(),
            logger,
            Stopping);

    /// <summary>The rollout was not finished when the previous activation ended.</summary>
    protected override Task OnWakeAsync()
    {
        if (!_rollout.IsUnderWay)
        {
            _rollout.Start(Known.Durable.Revision);
        }

        return Task.CompletedTask;
    }

    public override void OnCommitted(long sequence)
    {
        base.OnCommitted(sequence);
        _rollout.Start(Known.Durable.Revision);
    }

    public override long? WakeAt() => _rollout.IsUnderWay ? WallNow : base.WakeAt();
}
