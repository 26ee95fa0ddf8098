namespace Alerting.Grains.Hosting;

/// <summary>Whether other silos may join this one.</summary>
/// <param name="Alone">No other silo will: every grain lives in this process, and whatever changes does so here.</param>
public sealed record SiloCompany(bool Alone);
