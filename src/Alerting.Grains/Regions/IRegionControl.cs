using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>What regions are told besides facts.</summary>
[Alias("alerting.IRegionControl")]
internal interface IRegionControl : IGrainWithStringKey
{
    /// <summary>The thresholds have changed; judged by when this completes.</summary>
    /// <param name="revision">Of the catalogue; the region's silo may not have heard of it.</param>
    [Alias("ThresholdsChanged"), AlwaysInterleave]
    Task ThresholdsChangedAsync(long revision);
}
