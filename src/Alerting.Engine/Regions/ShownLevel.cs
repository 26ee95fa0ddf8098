using System.Collections.ObjectModel;
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
    private static readonly ReadOnlyDictionary<string, ThreatLevel> s_none = ReadOnlyDictionary<string, ThreatLevel>.Empty;

    private SortedDictionary<string, ThreatLevel>? _below;
    private int[] _countBelow = [];
    private ThreatLevel _highestBelow = ThreatLevel.Low;
    private string? _ended;

    public ThreatLevel Level { get; private set; } = ThreatLevel.Low;

    /// <summary>UTC ticks of the last change; 0 before the first.</summary>
    public long Since { get; private set; }

    public LevelOverride? Override { get; private set; }

    public IReadOnlyDictionary<string, ThreatLevel> Below => _below ?? (IReadOnlyDictionary<string, ThreatLevel>)s_none;

    public void Restore(ThreatLevel level, long since)
    {
        Level = level;
        Since = since;
    }

    /// <summary>The clock is set back: what changed later did so at this instant.</summary>
    public void SetBack(long to) => Since = Math.Min(Since, to);

    public void SetBelow(string region, ThreatLevel level)
    {
        if (_below is null)
        {
            _below = new SortedDictionary<string, ThreatLevel>(StringComparer.Ordinal);
            _countBelow = new int[(int)ThreatLevel.Critical + 1];
        }

        if (_below.TryGetValue(region, out var before))
        {
            if (before == level)
            {
                return;
            }

            _countBelow[(int)before]--;
        }

        _below[region] = level;
        _countBelow[(int)level]++;
        _highestBelow = ThreatLevel.Critical;
        while (_highestBelow > ThreatLevel.Low && _countBelow[(int)_highestBelow] == 0)
        {
            _highestBelow--;
        }
    }

    /// <summary>An operator sets or ends the override, or it expires. <see cref="Derive"/> must follow.</summary>
    /// <param name="value">Null: the override ends.</param>
    /// <param name="ended">How it ended, in words, for the reason of a level change that follows from it.</param>
    public void SetOverride(LevelOverride? value, string? ended)
    {
        _ended = Override is not null && value is null ? ended : null;
        Override = value;
    }

    /// <summary>Derives the level again; null when it stays the same.</summary>
    public LevelChange? Derive(LevelTracker tracker, ThresholdEvaluator[] evaluators, long now)
    {
        var level = Override?.Level ?? Highest(tracker, evaluators);
        var ended = _ended;
        _ended = null;
        if (level == Level)
        {
            return null;
        }

        var reason = Reason(level, tracker, evaluators, now);
        var score = Math.Round(tracker.Subtree.At(now), 6);
        var change = new LevelChange(now, Level, level, score, ended is null ? reason : $"{ended}; {reason}");
        Level = level;
        Since = now;
        return change;
    }

    /// <summary>Called after every step, so the reason is put in words only when the level changes.</summary>
    private ThreatLevel Highest(LevelTracker tracker, ThresholdEvaluator[] evaluators)
    {
        var level = tracker.Computed > _highestBelow ? tracker.Computed : _highestBelow;
        foreach (var evaluator in evaluators)
        {
            if (evaluator.AlertState.Open is { } open && LevelScale.Floor(open.Last.Severity) > level)
            {
                level = LevelScale.Floor(open.Last.Severity);
            }
        }

        return level;
    }

    /// <summary>The reason for the level, by what first gives it: the score, an open alert, or a region below.</summary>
    private string Reason(ThreatLevel level, LevelTracker tracker, ThresholdEvaluator[] evaluators, long now)
    {
        if (Override is { } set)
        {
            return $"override by {set.Author}: {set.Reason}";
        }

        if (tracker.Computed < level)
        {
            foreach (var evaluator in evaluators)
            {
                if (evaluator.AlertState.Open is { } open && LevelScale.Floor(open.Last.Severity) == level)
                {
                    return $"alert {open.Last.AlertId} is open";
                }
            }

            foreach (var (code, below) in Below)
            {
                if (below == level)
                {
                    return $"{catalog[code].Name} is {below.ToString().ToLowerInvariant()}";
                }
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"score {tracker.Own.At(now):0.##}");
    }
}
