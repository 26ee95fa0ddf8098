using System.Collections.Concurrent;
using Alerting.Engine.Boundaries;
using Alerting.Reports;

namespace Alerting.Server.Cap;

/// <summary>Boundaries of regions as documents have them, sketched once: there are as many as the catalogue has regions.</summary>
internal sealed class CapAreas(RegionBoundaries boundaries)
{
    /// <summary>Points of all polygons of a region: receivers such as those of mobile networks take no more.</summary>
    private const int MaxPoints = 100;

    private readonly ConcurrentDictionary<string, IReadOnlyList<IReadOnlyList<Location>>> _byRegion = new(StringComparer.Ordinal);

    /// <summary>Closed rings of a region; none where its boundary is not known, or not all of it.</summary>
    public IReadOnlyList<IReadOnlyList<Location>> Of(string region) => _byRegion.GetOrAdd(
        region,
        code => boundaries.Find(code, BoundaryDetail.High) is { IsPartial: false } outline ? OutlineSketch.Of(outline, MaxPoints) : []);
}
