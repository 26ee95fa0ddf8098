using Alerting.Boundaries;

namespace Alerting.Console.Regions;

/// <summary>A map as it is drawn, without the outlines of which it was made, which take many times the memory.</summary>
/// <param name="Sheet">The projection; null where nothing is drawn.</param>
/// <param name="Regions">The regions on it.</param>
internal sealed record DrawnMap(MapProjection? Sheet, IReadOnlyList<DrawnRegion> Regions)
{
    /// <param name="focus">
    /// Code of the region that the sheet is to be filled by, with as much of the others as lies about it; null, or none of them: all.
    /// </param>
    public static DrawnMap Of(BoundaryFeatures outlines, string? focus = null) => Fit(outlines, focus) is { } sheet
        ? new(sheet, [.. outlines.Features.Select(outline => new DrawnRegion(
            outline.Id, outline.Properties.Name, sheet.Path(outline.Geometry)))])
        : new(null, []);

    private static MapProjection? Fit(BoundaryFeatures outlines, string? focus) =>
        MapProjection.Of([.. outlines.Features.Where(outline => outline.Id == focus)]) ?? MapProjection.Of(outlines.Features);
}

/// <summary>A region on a map.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its outline as an SVG path.</param>
internal sealed record DrawnRegion(string Code, string Name, string Path);
