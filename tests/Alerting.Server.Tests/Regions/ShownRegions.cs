using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Regions;

namespace Alerting.Server.Tests.Regions;

/// <summary>Makes states of regions for boards under test.</summary>
internal static class ShownRegions
{
    private static readonly DateTimeOffset s_begin = new(2014, 1, 1, 9, 0, 0, TimeSpan.Zero);

    /// <param name="code">The region.</param>
    /// <param name="level">Its level.</param>
    /// <param name="version">Its version, which other members show as well.</param>
    /// <param name="minute">For which the figures are, from the first.</param>
    public static ShownRegion Of(string code, ThreatLevel level, long version, int minute = 0)
    {
        var region = RegionCatalog.Iso[code];
        return new ShownRegion(
            new RegionView
            {
                Code = code,
                Name = region.Name,
                Parent = region.Parent,
                Level = level,
                LevelNumber = (int)level,
                Score = version,
                Trend = Trend.Steady,
                Since = null,
                Override = null,
                Incidents24h = 0,
                Incidents7d = 0,
                Killed24h = 0,
                Towns24h = [],
                Towns24hCount = 0,
                OpenAlerts = [],
                LastIncidentAt = null,
                Version = version,
                AsOf = s_begin.AddMinutes(minute),
            },
            1, version, minute, Decays: true, Outlook: null);
    }
}
