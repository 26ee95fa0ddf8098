using System.ComponentModel.DataAnnotations;

namespace Alerting.Server.Backtests;

/// <summary>Section <c>Alerting:Backtests</c> of the configuration.</summary>
public sealed class BacktestOptions
{
    public const string Section = "Alerting:Backtests";

    /// <summary>Backtests and previews that run at the same time, 1..64; more are answered with 429. Default 2.</summary>
    [Range(1, 64)]
    public int MaxConcurrent { get; set; } = 2;
}
