using System.Globalization;

namespace Alerting.Cli.Import.Regions;

/// <summary>How many regions were settled by what.</summary>
internal sealed class RegionTally
{
    private readonly long[] _counts = new long[Enum.GetValues<RegionBasis>().Length];

    public void Add(RegionBasis basis) => _counts[(int)basis]++;

    /// <summary>The counts as a sentence; null when every region was stated by its code or settled by the user's own crosswalk.</summary>
    public string? Note()
    {
        string?[] parts =
        [
            Part(RegionBasis.Code, "by its code"),
            Part(RegionBasis.Crosswalk, "by the crosswalk"),
            Part(RegionBasis.Name, "by its name"),
            Part(RegionBasis.Boundaries, "by the boundaries within which it lies"),
            Part(RegionBasis.NearestTown, $"by the nearest town (within {NearestTown.MaxKilometres} km)"),
            Part(RegionBasis.Country, "not to be found, the country instead"),
        ];
        return _counts[(int)RegionBasis.Code] + _counts[(int)RegionBasis.Crosswalk] == _counts.Sum()
            ? null
            : $"Regions: {string.Join("; ", parts.Where(static part => part is not null))}.";
    }

    private string? Part(RegionBasis basis, string words) =>
        _counts[(int)basis] is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} {words}") : null;
}
