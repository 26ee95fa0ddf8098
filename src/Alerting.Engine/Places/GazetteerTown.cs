using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>A town that the product knows by name.</summary>
/// <param name="Location">Exact to about 100 m.</param>
public readonly record struct GazetteerTown(string Name, Location Location);
