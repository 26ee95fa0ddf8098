using System.Globalization;
using Alerting.Grains.Regions;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>The state of a region as it was read, or has become by time alone, and what tells whether it is still current.</summary>
/// <param name="Steps">Number of steps in the last entry of its log, since entries of one version may grow.</param>
/// <param name="Committed">Sequence of its last durable entry before the read; -1 when that was not known.</param>
/// <param name="Minute">The minute for which it is: figures decay in steps of a minute.</param>
/// <param name="Decays">Whether figures decay. Some time after a week without incidents nothing is left to decay.</param>
/// <param name="Outlook">What it shows in later minutes; null where the region must be asked.</param>
internal sealed record ShownRegion(RegionView View, int Steps, long Committed, long Minute, bool Decays, RegionOutlook? Outlook)
{
    /// <summary>Differs whenever the view does.</summary>
    public string Tag { get; } = string.Create(CultureInfo.InvariantCulture, $"{View.Version}.{Steps}-{View.AsOf?.UtcTicks ?? 0:x}");

    /// <summary>Whether nothing has changed it since it was read.</summary>
    public bool IsOf(RegionStamp stamp) => Committed == stamp.Committed;

    /// <summary>Whether it shows the same in a minute, unless something changes it.</summary>
    public bool HoldsIn(long minute) => Minute == minute || !Decays;

    /// <summary>As it shows itself later, when nothing has changed it; null where it must be asked.</summary>
    /// <param name="now">UTC ticks.</param>
    public ShownRegion? Later(Region region, long now)
    {
        if (Outlook?.At(now) is not { } figures)
        {
            return null;
        }

        var view = RegionViews.Of(region, figures, View.Version);
        return new ShownRegion(view, Steps, Committed, now / TimeSpan.TicksPerMinute, figures.Decays, Outlook);
    }
}
