using Orleans.Concurrency;

namespace Alerting.Grains.Logs;

/// <summary>A grain that owns a log and may have work that is due.</summary>
[Alias("alerting.IWakeable")]
public interface IWakeable : IGrainWithStringKey
{
    /// <summary>Called when the wake index shows the log overdue; being activated is most of the work.</summary>
    [Alias("Wake"), AlwaysInterleave]
    Task WakeAsync();
}
