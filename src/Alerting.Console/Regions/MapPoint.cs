namespace Alerting.Console.Regions;

/// <summary>Something at a place of the map.</summary>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Title">What it is, for people.</param>
public sealed record MapPoint(double Latitude, double Longitude, string Title);
