using System.Globalization;
using Alerting.Grains.Regions;

namespace Alerting.Server.Regions;

/// <summary>The state of a region as it was read, and how to tell whether it still is.</summary>
/// <param name="Stamp">Of the activation that was active before it was read; null when none was, or none is known of.</param>
/// <param name="Committed">How far that activation was before.</param>
/// <param name="Minute">In which it was read: figures that decay do so by the minute.</param>
internal sealed record ShownRegion(RegionView View, RegionStamp? Stamp, long Committed, long Minute)
{
    /// <summary>Differs whenever the view does.</summary>
    public string Tag { get; } = string.Create(CultureInfo.InvariantCulture, $"{View.Version}-{View.AsOf?.UtcTicks ?? 0:x}");

    public bool IsOf(RegionStamp stamp, long minute) => Stamp == stamp && Minute == minute && Committed == stamp.Committed;
}
