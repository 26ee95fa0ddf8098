using System.Collections.Concurrent;
using Alerting.Grains.Regions;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>
/// References to the grains of regions, made once: making one looks up the grain's type and its attributes by reflection.
/// </summary>
internal sealed class RegionGrains(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<string, IRegionGrain> _byCode = new(StringComparer.Ordinal);

    /// <param name="code">A code of the catalogue, so that there are no more references than regions.</param>
    public IRegionGrain this[string code] => _byCode.GetOrAdd(code, static (code, grains) => grains.GetGrain<IRegionGrain>(code), grains);
}
