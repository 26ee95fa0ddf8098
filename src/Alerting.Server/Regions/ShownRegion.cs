using System.Globalization;
using Alerting.Grains.Regions;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>The state of a region as it was read, and how to tell whether it still is.</summary>
/// <param name="Steps">How many steps the last entry of its log had then; a version is one entry.</param>
/// <param name="Committed">How far the region was before; -1 when that was not known.</param>
/// <param name="Minute">In which it was read: figures that decay do so by the minute.</param>
/// <param name="Decays">Whether they do. Of a region where nothing has happened for a week nothing is left to decay.</param>
internal sealed record ShownRegion(RegionView View, int Steps, long Committed, long Minute, bool Decays)
{
    /// <summary>Differs whenever the view does.</summary>
    public string Tag { get; } = string.Create(CultureInfo.InvariantCulture, $"{View.Version}.{Steps}-{View.AsOf?.UtcTicks ?? 0:x}");

    public bool IsOf(RegionStamp stamp, long minute) => (Minute == minute || !Decays) && Committed == stamp.Committed;
}
