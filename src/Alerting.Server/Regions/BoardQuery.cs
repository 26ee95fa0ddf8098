using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Access;

namespace Alerting.Server.Regions;

/// <summary>Which page of the list of regions is asked for.</summary>
/// <param name="Parent">Only regions directly below this one; null: any.</param>
/// <param name="Minimum">Only regions of this level or higher.</param>
/// <param name="After">Only those with codes above this one; null: from the first.</param>
/// <param name="Size">How many at most.</param>
/// <param name="Within">Codes of the regions to whose subtrees the caller is limited, between commas; null: to none.</param>
internal sealed record BoardQuery(string? Parent, ThreatLevel Minimum, string? After, int Size, string? Within)
{
    /// <summary>Whether regions without anything to show are on the list.</summary>
    public bool All { get; init; }

    /// <summary>What is told of each region.</summary>
    public RegionFields Fields { get; init; }

    /// <summary>Number of the snapshot since which only changes are asked for; null: for the whole list.</summary>
    public long? Since { get; init; }

    /// <summary>Whether a region may be on the page, as far as its code tells.</summary>
    public bool Admits(string code, RegionCatalog catalog, RegionLimits limits) =>
        (After is null || string.CompareOrdinal(code, After) > 0)
        && (Parent is null || catalog[code].Parent == Parent)
        && limits.Allow(code);
}
