namespace Alerting.Grains.Hosting;

/// <summary>Whether other silos may join this one.</summary>
/// <param name="IsSingleSilo">No other silo will: every grain lives in this process, and whatever changes does so here.</param>
public sealed record DeploymentMode(bool IsSingleSilo);
