using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Backtests;

/// <summary>Section <c>Alerting:Backtests</c> of the configuration.</summary>
public sealed class BacktestOptions
{
    public const string Section = "Alerting:Backtests";

    /// <summary>Backtests and previews that run at the same time, 1..64; more are answered with 429. Default 2.</summary>
    [Range(1, 64)]
    public int MaxConcurrent { get; set; } = 2;

    /// <summary>
    /// Cost up to which a backtest or preview runs, 10,000 or more; a costlier one is answered with 422. About one report
    /// judged by one threshold costs 1, see <see cref="BacktestCost"/>. Default 125,000,000, which is one to two minutes of
    /// processor time: 1,000,000 reports of two years under the default thresholds cost less than two thirds of it.
    /// </summary>
    [Range(10_000L, long.MaxValue)]
    public long MaxCost { get; set; } = 125_000_000;

    /// <summary>How long a backtest or preview may run, 1 s..1 day; a longer one is ended and answered with 422. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Within which the lines of a backtest must have come, 1 s..1 day. Default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxUploadDuration { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Bytes of lines, of all backtests together, that wait in temporary files to be run, 1 MiB or more: one that is
    /// larger by itself is answered with 413, one for which there is no room now with 429. Default 4 GiB.
    /// </summary>
    [Range(1L << 20, long.MaxValue)]
    public long MaxSpooledBytes { get; set; } = 4L << 30;
}
