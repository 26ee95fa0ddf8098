namespace Alerting.Console.Shown.Charts;

/// <summary>Two figures that stand side by side in a chart.</summary>
/// <param name="Key">Which pair it is, unlike all others.</param>
/// <param name="Label">What they are of, for people.</param>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
public sealed record BarPair(string Key, string Label, double First, double Second);
