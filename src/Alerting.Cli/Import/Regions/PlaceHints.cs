using Alerting.Reports;

namespace Alerting.Cli.Import.Regions;

/// <summary>What a row says about the region of its event.</summary>
internal sealed record PlaceHints
{
    /// <summary>Code of the region: ISO 3166 or the operator's.</summary>
    public string? Code { get; init; }

    /// <summary>Names by which the first-level region may be known, the likeliest first.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Name of the country, or its code of two or three letters.</summary>
    public string? Country { get; init; }

    /// <summary>A point of the region that is meant; null where the point stands for the whole country, or there is none.</summary>
    public Location? Point { get; init; }

    /// <summary>Names that are there.</summary>
    public static IReadOnlyList<string> NamesOf(params ReadOnlySpan<string?> names)
    {
        var stated = new List<string>(names.Length);
        foreach (var name in names)
        {
            if (name is not null)
            {
                stated.Add(name);
            }
        }

        return stated;
    }
}

/// <summary>What settled a region.</summary>
internal enum RegionBasis
{
    Code,
    Crosswalk,
    Name,
    Boundaries,
    NearestTown,
    Country,
}

/// <param name="Code">Code of a region; where it was stated, whether it exists is seen when the report is read.</param>
internal readonly record struct FoundRegion(string Code, RegionBasis Basis);

/// <summary>Finds the region of an event.</summary>
internal interface IRegionFinder
{
    /// <exception cref="RowRejectedException">No region, or more than one.</exception>
    FoundRegion Find(PlaceHints hints);
}
