namespace Alerting.Grains.Hosting;

/// <summary>Whether other silos may join this one.</summary>
/// <param name="IsSingleSilo">No other silo will join: every grain lives in this process, and so every change happens
/// here.</param>
public sealed record DeploymentMode(bool IsSingleSilo);
