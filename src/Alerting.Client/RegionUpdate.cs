using Alerting.Regions;

namespace Alerting.Client;

/// <summary>The list of regions, or what of it has changed.</summary>
/// <param name="Complete">Whether these are all regions of the list; else only those that have changed.</param>
/// <param name="Items">By code.</param>
/// <param name="Removed">Codes of those that are on the list no more; none where it is complete.</param>
/// <param name="Version">What to ask for the next changes with; null where only the whole list can be had for now.</param>
public sealed record RegionUpdate(bool Complete, IReadOnlyList<RegionView> Items, IReadOnlyList<string> Removed, string? Version)
{
    /// <summary>Brings a copy of the list up to date.</summary>
    /// <param name="copy">Of the list as it was at the version that was asked for, by code.</param>
    public void ApplyTo(IDictionary<string, RegionView> copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        if (Complete)
        {
            copy.Clear();
        }

        foreach (var code in Removed)
        {
            copy.Remove(code);
        }

        foreach (var region in Items)
        {
            copy[region.Code] = region;
        }
    }
}
