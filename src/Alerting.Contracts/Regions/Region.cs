namespace Alerting.Regions;

/// <summary>A region of the catalogue.</summary>
/// <param name="Code">ISO 3166-2, ISO 3166-1 or operator-defined.</param>
/// <param name="Name">For people, in its own spelling (<c>Al Anbār</c>).</param>
/// <param name="Parent">Code of the region above; null for a root.</param>
[GenerateSerializer, Immutable, Alias("alerting.Region")]
public sealed record Region(
    [property: Id(0)] string Code,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Parent = null);
