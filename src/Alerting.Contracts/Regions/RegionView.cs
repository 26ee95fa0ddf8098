using Alerting.Alerts;

namespace Alerting.Regions;

/// <summary>The state of a region as dashboards see it.</summary>
public sealed record RegionView
{
    /// <summary>ISO 3166-2 code (IQ-AN), ISO 3166-1 code (IQ) or a code of the operator's.</summary>
    public required string Code { get; init; }

    /// <summary>As the catalogue of regions has it, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Code of the region above; null for a region without one.</summary>
    public required string? Parent { get; init; }

    /// <summary>
    /// The level shown: that of the override, else the highest of what the score gives, the floors of open alerts and
    /// the levels of the regions below.
    /// </summary>
    public required ThreatLevel Level { get; init; }

    /// <summary>The level as a number, 1 (low) to 5 (critical).</summary>
    public required int LevelNumber { get; init; }

    /// <summary>
    /// Sum of the weights of the incidents of the region and those below, each halved with every 24 h of its age; 0 or
    /// more.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>The score against that of 24 h ago, on the facts known now.</summary>
    public required Trend Trend { get; init; }

    /// <summary>Since when the level is shown; null when it never changed.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>The override in force; null without one.</summary>
    public required OverrideView? Override { get; init; }

    /// <summary>Incidents of the last 24 h, those of the regions below included.</summary>
    public required long Incidents24h { get; init; }

    /// <summary>Incidents of the last 7 days, those of the regions below included.</summary>
    public required long Incidents7d { get; init; }

    /// <summary>Persons killed in the incidents of the last 24 h.</summary>
    public required long Killed24h { get; init; }

    /// <summary>Names of towns hit in the last 24 h, sorted; where there are more than 100, those hit most recently.</summary>
    public required IReadOnlyList<string> Towns24h { get; init; }

    /// <summary>How many towns there are, those not listed included.</summary>
    public required int Towns24hCount { get; init; }

    /// <summary>Ids of the alerts open in the region itself, sorted.</summary>
    public required IReadOnlyList<string> OpenAlerts { get; init; }

    /// <summary>When the latest incident occurred, those of the regions below included; null without any.</summary>
    public required DateTimeOffset? LastIncidentAt { get; init; }

    /// <summary>
    /// Sources that used to report from the region itself and are quiet by a threshold in force, by name, at most 50: few incidents
    /// are no sign of calm then.
    /// </summary>
    public IReadOnlyList<QuietSource> QuietSources { get => field ?? []; init; }

    /// <summary>How many there are, those not listed included.</summary>
    public int QuietSourcesCount { get => Math.Max(field, QuietSources.Count); init; }

    /// <summary>Grows with every change of the region; with the minute of the figures it makes the entity tag.</summary>
    public required long Version { get; init; }

    /// <summary>
    /// For when the figures hold: the last change, or the start of the present minute where time alone changes them;
    /// null for a region without a change.
    /// </summary>
    public required DateTimeOffset? AsOf { get; init; }
}

/// <summary>Where the score of a region is going: now against 24 h ago.</summary>
public enum Trend
{
    /// <summary>Within 10 %.</summary>
    Steady,

    /// <summary>More than 10 % above.</summary>
    Rising,

    /// <summary>More than 10 % below.</summary>
    Falling,
}

/// <summary>A change of the level that a region shows.</summary>
/// <param name="At">When it changed.</param>
/// <param name="From">The level shown until then.</param>
/// <param name="To">The level shown from then on.</param>
/// <param name="Score">The score at that instant.</param>
/// <param name="Reason">
/// Where the new level comes from, in words: the score, an open alert, a region below or an override.
/// </param>
public sealed record LevelChangeView(DateTimeOffset At, ThreatLevel From, ThreatLevel To, double Score, string Reason);
