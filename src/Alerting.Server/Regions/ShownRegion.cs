using System.Globalization;
using Alerting.Grains.Regions;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>The state of a region as it was read, and what tells whether it is still current.</summary>
/// <param name="Steps">Number of steps in the last entry of its log, since entries of one version may grow.</param>
/// <param name="Committed">Sequence of its last durable entry before the read; -1 when that was not known.</param>
/// <param name="Minute">The minute in which it was read: figures decay in steps of a minute.</param>
/// <param name="Decays">Whether figures decay. After a week without incidents, nothing is left to decay.</param>
internal sealed record ShownRegion(RegionView View, int Steps, long Committed, long Minute, bool Decays)
{
    /// <summary>Differs whenever the view does.</summary>
    public string Tag { get; } = string.Create(CultureInfo.InvariantCulture, $"{View.Version}.{Steps}-{View.AsOf?.UtcTicks ?? 0:x}");

    public bool IsOf(RegionStamp stamp, long minute) => (Minute == minute || !Decays) && Committed == stamp.Committed;
}
