using Alerting.Engine.Regions;
using Alerting.Server.Thresholds;

namespace Alerting.Server.Access;

/// <summary>
/// The regions in which something holds that people have set up: codes, each with its subtree; "*" or none at all is the world.
/// </summary>
internal static class RegionScope
{
    /// <summary>Those of what is to be saved: where none are stated, all that the caller may access.</summary>
    /// <param name="stated">In <c>$.regions</c> of the body.</param>
    /// <exception cref="Http.RefusedException">One is unknown, or outside.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> stated, RegionLimits limits, RegionCatalog regions)
    {
        if (stated.Count == 0)
        {
            return limits.Narrow([]) ?? throw RegionLimits.Refuse(RegionLimits.World, "$.regions");
        }

        ThresholdValidator.CheckRegions(stated, "$.regions", regions);
        limits.Check(stated, "$.regions");
        return stated;
    }

    /// <summary>Whether a caller may read it: it holds in some of its regions.</summary>
    public static bool IsShown(IReadOnlyList<string> regions, RegionLimits limits) =>
        limits.Meet(regions.Count == 0 ? [RegionLimits.World] : regions);

    /// <summary>Whether a caller may change it: it holds in its regions alone.</summary>
    public static bool IsWithin(IReadOnlyList<string> regions, RegionLimits limits) =>
        limits.AreNone || (regions.Count > 0 && limits.Contain(regions));
}
