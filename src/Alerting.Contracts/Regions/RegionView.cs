namespace Alerting.Regions;

/// <summary>The state of a region as dashboards see it.</summary>
public sealed record RegionView
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
}

public enum Trend
{
    Steady,
    Rising,
    Falling,
}

public sealed record LevelChangeView(DateTimeOffset At, ThreatLevel From, ThreatLevel To, double Score, string Reason);
