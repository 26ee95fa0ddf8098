using Alerting.Regions;
using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>What regions are notified of, besides facts.</summary>
[Alias("alerting.IRegionControl")]
internal interface IRegionControl : IGrainWithStringKey
{
    /// <summary>The thresholds have changed. When the call completes, the region judges by the new versions.</summary>
    /// <param name="revision">Revision of the threshold catalogue, which the region's silo may not have read
    /// yet.</param>
    [Alias("ThresholdsChanged"), AlwaysInterleave]
    Task ThresholdsChangedAsync(long revision);

    /// <summary>Operators have said something of towns. When the call completes, the region counts by it.</summary>
    /// <param name="revision">Revision of the catalogue of places, which the region's silo may not have read yet.</param>
    [Alias("PlacesChanged"), AlwaysInterleave]
    Task PlacesChangedAsync(long revision);
}

internal static class RegionControl
{
    /// <summary>The grain of a region under this interface.</summary>
    public static IRegionControl ControlOf(this IGrainFactory grains, string code) =>
        grains.GetGrain<IRegionControl>(grains.GetGrain<IRegionGrain>(code).GetGrainId());
}
