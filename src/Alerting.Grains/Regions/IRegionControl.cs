using Alerting.Regions;
using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>What regions are notified of besides facts.</summary>
[Alias("alerting.IRegionControl")]
internal interface IRegionControl : IGrainWithStringKey
{
    /// <summary>The thresholds have changed; judged by when this completes.</summary>
    /// <param name="revision">Of the catalogue; the region's silo may not have heard of it.</param>
    [Alias("ThresholdsChanged"), AlwaysInterleave]
    Task ThresholdsChangedAsync(long revision);
}

internal static class RegionControl
{
    /// <summary>The grain of a region, as <see cref="IRegionControl"/>.</summary>
    public static IRegionControl ControlOf(this IGrainFactory grains, string code) =>
        grains.GetGrain<IRegionControl>(grains.GetGrain<IRegionGrain>(code).GetGrainId());
}
