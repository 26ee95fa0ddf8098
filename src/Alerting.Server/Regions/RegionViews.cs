using Alerting.Grains.Regions;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>The state of a region as dashboards see it.</summary>
internal static class RegionViews
{
    public static RegionView Of(Region region, RegionState state) => Of(region, state.Figures, state.Version);

    public static RegionView Of(Region region, RegionFigures figures, long version) => new()
    {
        Code = region.Code,
        Name = region.Name,
        Parent = region.Parent,
        Level = figures.Level,
        LevelNumber = (int)figures.Level,
        Score = figures.Score,
        Trend = TrendOf(figures),
        Since = Instant(figures.Since),
        Override = figures.Override is { } set ? Of(set) : null,
        Incidents24h = figures.Incidents24h,
        Incidents7d = figures.Incidents7d,
        Killed24h = figures.Killed24h,
        Towns24h = figures.Towns24h,
        Towns24hCount = figures.Towns24hCount,
        OpenAlerts = figures.OpenAlerts,
        LastIncidentAt = figures.LastIncidentAt is { } last ? Instants.FromTicks(last) : null,
        QuietSources = figures.QuietSources,
        QuietSourcesCount = figures.QuietSourcesCount,
        Version = version,
        AsOf = Instant(figures.AsOf),
    };

    public static OverrideView Of(LevelOverride value) =>
        new(value.Level, value.Reason, value.Author, value.Expires is { } ticks ? Instants.FromTicks(ticks) : null);

    /// <summary>The score against 24 h ago, beyond 10 %.</summary>
    private static Trend TrendOf(RegionFigures figures) =>
        figures.Score > figures.ScoreDayBefore * 1.1 ? Trend.Rising
        : figures.Score < figures.ScoreDayBefore * 0.9 ? Trend.Falling
        : Trend.Steady;

    private static DateTimeOffset? Instant(long ticks) => ticks == 0 ? null : Instants.FromTicks(ticks);
}
