using System.Globalization;
using Alerting.Engine.Levels;
using Alerting.Engine.Thresholds;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>
/// The level that a region shows: an operator's override while it lasts, else the highest of the computed level, the
/// floors of the alerts open in the region, and what the regions below show.
/// </summary>
internal sealed class ShownLevel(RegionCatalog catalog)
{
    private readonly SortedDictionary<string, ThreatLevel> _below = new(StringComparer.Ordinal);

    public ThreatLevel Level { get; private set; } = ThreatLevel.Low;

    /// <summary>UTC ticks of the last change; 0 before the first.</summary>
    public long Since { get; private set; }

    public LevelOverride? Override { get; set; }

    public IReadOnlyDictionary<string, ThreatLevel> Below => _below;

    public void Restore(ThreatLevel level, long since)
    {
        Level = level;
        Since = since;
    }

    public void SetBelow(string region, ThreatLevel level) => _below[region] = level;

    /// <summary>Derives the level afresh; null when it stays.</summary>
    public LevelChange? Derive(LevelTracker tracker, IEnumerable<ThresholdWatch> watches, long now)
    {
        var (level, reason) = Override is { } set
            ? (set.Level, $"override by {set.Author}: {set.Reason}")
            : Highest(tracker, watches, now);
        if (level == Level)
        {
            return null;
        }

        var change = new LevelChange(now, Level, level, Math.Round(tracker.Subtree.At(now), 6), reason);
        Level = level;
        Since = now;
        return change;
    }

    private (ThreatLevel Level, string Reason) Highest(LevelTracker tracker, IEnumerable<ThresholdWatch> watches, long now)
    {
        var level = tracker.Computed;
        string? reason = null;
        foreach (var watch in watches)
        {
            if (watch.Life.Open is { } open && LevelScale.Floor(open.Last.Severity) > level)
            {
                level = LevelScale.Floor(open.Last.Severity);
                reason = $"alert {open.Last.AlertId} is open";
            }
        }

        foreach (var (code, below) in _below)
        {
            if (below > level)
            {
                level = below;
                reason = $"{catalog[code].Name} is {below.ToString().ToLowerInvariant()}";
            }
        }

        return (level, reason ?? string.Create(CultureInfo.InvariantCulture, $"score {tracker.Own.At(now):0.##}"));
    }
}
