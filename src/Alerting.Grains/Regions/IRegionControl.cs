using Orleans.Concurrency;

namespace Alerting.Grains.Regions;

/// <summary>What the silo tells its active regions.</summary>
[Alias("alerting.IRegionControl")]
internal interface IRegionControl : IGrainWithStringKey
{
    /// <summary>The thresholds that the silo knows have changed.</summary>
    [Alias("ThresholdsChanged"), AlwaysInterleave]
    Task ThresholdsChangedAsync();
}
