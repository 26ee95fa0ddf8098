using Alerting.Grains.Regions;
using Alerting.Regions;

namespace Alerting.Server.Regions;

/// <summary>The state of a region as dashboards see it.</summary>
internal sealed record RegionView
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string? Parent { get; init; }

    public required ThreatLevel Level { get; init; }

    public required int LevelNumber { get; init; }

    public required double Score { get; init; }

    public required Trend Trend { get; init; }

    public required DateTimeOffset? Since { get; init; }

    public required OverrideView? Override { get; init; }

    public required long Incidents24h { get; init; }

    public required long Incidents7d { get; init; }

    public required long Killed24h { get; init; }

    /// <summary>Sorted; where there are more than 100, those hit most recently.</summary>
    public required IReadOnlyList<string> Towns24h { get; init; }

    /// <summary>How many towns there are, those not listed included.</summary>
    public required int Towns24hCount { get; init; }

    public required IReadOnlyList<string> OpenAlerts { get; init; }

    public required DateTimeOffset? LastIncidentAt { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset? AsOf { get; init; }

    public static RegionView Of(Region region, RegionState state)
    {
        var figures = state.Figures;
        return new RegionView
        {
            Code = region.Code,
            Name = region.Name,
            Parent = region.Parent,
            Level = figures.Level,
            LevelNumber = (int)figures.Level,
            Score = figures.Score,
            Trend = TrendOf(figures),
            Since = Instant(figures.Since),
            Override = figures.Override is { } set ? new OverrideView(set.Level, set.Reason, set.Author, set.Expires is { } at ? Instants.FromTicks(at) : null) : null,
            Incidents24h = figures.Incidents24h,
            Incidents7d = figures.Incidents7d,
            Killed24h = figures.Killed24h,
            Towns24h = figures.Towns24h,
            Towns24hCount = figures.Towns24hCount,
            OpenAlerts = figures.OpenAlerts,
            LastIncidentAt = figures.LastIncidentAt is { } last ? Instants.FromTicks(last) : null,
            Version = state.Version,
            AsOf = Instant(figures.AsOf),
        };
    }

    /// <summary>The score against 24 h ago, beyond 10 %.</summary>
    private static Trend TrendOf(RegionFigures figures) =>
        figures.Score > figures.ScoreDayBefore * 1.1 ? Trend.Rising
        : figures.Score < figures.ScoreDayBefore * 0.9 ? Trend.Falling
        : Trend.Steady;

    private static DateTimeOffset? Instant(long ticks) => ticks == 0 ? null : Instants.FromTicks(ticks);
}

internal enum Trend
{
    Steady,
    Rising,
    Falling,
}

/// <param name="ExpiresAt">Null: until taken back.</param>
internal sealed record OverrideView(ThreatLevel Level, string Reason, string Author, DateTimeOffset? ExpiresAt);

internal sealed record LevelChangeView(DateTimeOffset At, ThreatLevel From, ThreatLevel To, double Score, string Reason);
