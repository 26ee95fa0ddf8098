using System.ComponentModel.DataAnnotations;

namespace Alerting.Grains.Clocks;

/// <summary>When the wall clock is not trusted.</summary>
public sealed class ClockOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Alerting:Clock";

    /// <summary>How far the clock may be ahead of the true time. Default 5 min, 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxAhead { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a forward jump must last before it is accepted where no other clock can be asked: it may be a slow
    /// clock that was corrected. Default 5 min, at most a day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ConfirmAfter { get; set; } = TimeSpan.FromMinutes(5);
}
