namespace Alerting.Grains.Hosting;

/// <summary>How the silo is run.</summary>
/// <param name="IsSingleSilo">No other silo will join: every grain lives in this process, and so every change happens
/// here.</param>
/// <param name="WatchesOutages">Whether the process records that it runs, and regions learn of times when none did.</param>
public sealed record DeploymentMode(bool IsSingleSilo, bool WatchesOutages);
