using Alerting.Boundaries;

namespace Alerting.Console.Regions;

/// <summary>A map as it is drawn, without the outlines of which it was made, which take many times the memory.</summary>
/// <param name="Sheet">The projection; null where nothing is drawn.</param>
/// <param name="Regions">The regions on it.</param>
internal sealed record DrawnMap(MapProjection? Sheet, IReadOnlyList<DrawnRegion> Regions)
{
    public static DrawnMap Of(BoundaryFeatures outlines) => MapProjection.Of(outlines.Features) is { } sheet
        ? new(sheet, [.. outlines.Features.Select(outline => new DrawnRegion(
            outline.Id, outline.Properties.Name, sheet.Path(outline.Geometry)))])
        : new(null, []);
}

/// <summary>A region on a map.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its outline as an SVG path.</param>
internal sealed record DrawnRegion(string Code, string Name, string Path);
