using Alerting.Alerts;

namespace Alerting.Regions;

/// <summary>What a region shows at an instant, as its grain hands it out; <see cref="RegionView"/> is what users see.</summary>
[GenerateSerializer, Immutable, Alias("alerting.RegionFigures")]
public sealed record RegionFigures
{
    /// <summary>At most this many towns are listed.</summary>
    public const int MaxTowns = 100;

    /// <summary>The level shown: that of the override, else the highest of score, open alerts and regions below.</summary>
    [Id(0)] public required ThreatLevel Level { get; init; }

    /// <summary>Of the subtree, at <see cref="AsOf"/>.</summary>
    [Id(1)] public required double Score { get; init; }

    /// <summary>Of the subtree, 24 h before, on the facts known now.</summary>
    [Id(2)] public required double ScoreDayBefore { get; init; }

    /// <summary>UTC ticks since which the level is shown; 0 when it never changed.</summary>
    [Id(3)] public required long Since { get; init; }

    /// <summary>The override in force; null without one.</summary>
    [Id(4)] public LevelOverride? Override { get; init; }

    /// <summary>Incidents of the subtree of the 24 h up to <see cref="AsOf"/>.</summary>
    [Id(5)] public required long Incidents24h { get; init; }

    /// <summary>Incidents of the subtree of the 7 days up to <see cref="AsOf"/>.</summary>
    [Id(6)] public required long Incidents7d { get; init; }

    /// <summary>Persons killed in the incidents of the 24 h up to <see cref="AsOf"/>.</summary>
    [Id(7)] public required long Killed24h { get; init; }

    /// <summary>Town names, sorted: all of them, or the <see cref="MaxTowns"/> that were hit most recently.</summary>
    [Id(8)] public required IReadOnlyList<string> Towns24h { get; init; }

    /// <summary>How many towns there are, those left out of <see cref="Towns24h"/> included.</summary>
    [Id(13)] public int Towns24hCount { get => Math.Max(field, Towns24h.Count); init; }

    /// <summary>Ids of the alerts open in the region, sorted.</summary>
    [Id(9)] public required IReadOnlyList<string> OpenAlerts { get; init; }

    /// <summary>UTC ticks; null without any incident.</summary>
    [Id(10)] public long? LastIncidentAt { get; init; }

    /// <summary>UTC ticks for which the figures hold.</summary>
    [Id(11)] public required long AsOf { get; init; }

    /// <summary>The sources of the region that are quiet by any threshold in force, by name; at most 50.</summary>
    [Id(50)] public IReadOnlyList<QuietSource> QuietSources { get => field ?? []; init; }

    /// <summary>How many there are, those left out of <see cref="QuietSources"/> included.</summary>
    [Id(51)] public int QuietSourcesCount { get => Math.Max(field, QuietSources.Count); init; }

    /// <summary>Whether time alone changes the figures.</summary>
    [Id(12)] public required bool Decays { get; init; }
}
