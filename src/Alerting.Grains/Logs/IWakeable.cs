using Orleans.Concurrency;

namespace Alerting.Grains.Logs;

/// <summary>A grain that owns a log and may have work that is due.</summary>
[Alias("alerting.IWakeable")]
public interface IWakeable : IGrainWithStringKey
{
    /// <summary>Called when the wake index shows the log as overdue. Most of the work is done by being activated.</summary>
    [Alias("Wake"), AlwaysInterleave]
    Task WakeAsync();
}
