using System.Globalization;
using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Alerts;

/// <summary>Puts in words what a sequence asks for and what of it was found.</summary>
internal static class SequenceWords
{
    /// <summary>Further kinds and families of a step are counted, not named.</summary>
    private const int MaxNamed = 3;

    /// <summary>"A sequence of 2 incidents in Al Anbār".</summary>
    /// <param name="threshold">With the measure sequence.</param>
    /// <param name="region">That of the alert.</param>
    /// <param name="catalog">All regions.</param>
    /// <param name="chain">The incidents that meet the steps; none where none do.</param>
    public static string Measure(Threshold threshold, Region region, RegionCatalog catalog, IReadOnlyList<IncidentNode> chain)
    {
        var steps = threshold.Steps!.Count.ToString(CultureInfo.InvariantCulture);
        return chain.Count == 0
            ? $"No sequence of {steps} incidents in {region.Name}"
            : $"A sequence of {steps} incidents in {catalog[chain[0].Region].Name}{Within(chain[0].Region, region)}";
    }

    /// <summary>"steps: abduction, then armed-assault, on one actor".</summary>
    public static string Steps(Threshold threshold)
    {
        var steps = string.Join(", then ", threshold.Steps!.Select(Step));
        return (threshold.SameActor == true, threshold.SameTown == true) switch
        {
            (false, false) => $"steps: {steps}",
            (true, false) => $"steps: {steps}; with one actor",
            (false, true) => $"steps: {steps}; in one town",
            (true, true) => $"steps: {steps}; with one actor in one town",
        };
    }

    private static string Within(string found, Region region) => found == region.Code ? "" : $" ({region.Name})";

    private static string Step(Match match)
    {
        string[] named = [.. match.Kinds, .. match.Families.Select(EnumNames.ToName)];
        var what = named.Length switch
        {
            0 => "any incident",
            <= MaxNamed => string.Join(" or ", named),
            var many => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", named.Take(MaxNamed))} or {many - MaxNamed} more"),
        };
        var where = match.Towns.Count > 0 ? " in certain towns" : "";
        return what + where + (match.Actors.Count > 0 ? " by certain actors" : "");
    }
}
