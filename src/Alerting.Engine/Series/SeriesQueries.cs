using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Series;

namespace Alerting.Engine.Series;

/// <summary>What a region knows of its past, for series. Changes nothing.</summary>
public sealed class SeriesQueries
{
    /// <summary>
    /// After so many half-lives a weight is less than a trillionth of what it was, and below what is shown of any score that a region
    /// can have.
    /// </summary>
    private const int HalfLives = 40;

    private readonly RegionModel _model;

    internal SeriesQueries(RegionModel model) => _model = model;

    /// <summary>Before this instant (UTC ticks) incidents may be forgotten; 0 where none is.</summary>
    public long KnownFrom => _model.ForgottenBefore;

    /// <summary>Half-life of the score in ticks.</summary>
    public long HalfLife => _model.Options.HalfLife.Ticks;

    /// <summary>From when on incidents have to be known for the score at an instant (UTC ticks).</summary>
    public long WeighsFrom(long at) => at - (HalfLives * HalfLife);

    /// <summary>Number of incidents in memory that occurred in (after, through], UTC ticks.</summary>
    public long Between(long after, long through) => _model.Activity.Between(after, through);

    /// <summary>The incidents in memory that occurred in (after, through], UTC ticks, those of the regions below included.</summary>
    public IEnumerable<CountedIncident> Incidents(long after, long through) => _model.Activity.Newest(after, through)
        .Select(static node => new CountedIncident(node.OccurredAt, node.Killed, node.Weight));

    /// <summary>The highest level shown in each step; null where it is forgotten. One that was shown for no time does not count.</summary>
    public IReadOnlyList<ThreatLevel?> Levels(TimeSteps steps)
    {
        var history = _model.LevelHistory;
        var levels = new ThreatLevel?[steps.Count];
        var next = 0;
        var current = Beginning(history);
        for (var i = 0; i < steps.Count; i++)
        {
            var start = steps.StartOf(i);
            while (next < history.Count && history[next].At <= start)
            {
                current = history[next++].To;
            }

            var highest = current;
            for (; next < history.Count && history[next].At < start + steps.Step; next++)
            {
                current = history[next].To;
                var isShown = next + 1 == history.Count || history[next + 1].At > history[next].At;
                highest = highest is null ? null : isShown && current > highest ? current : highest;
            }

            levels[i] = highest;
        }

        return levels;
    }

    /// <summary>The level before the oldest change that is kept: of what is forgotten one change, the last, is.</summary>
    private ThreatLevel? Beginning(List<LevelChange> history) =>
        history.Count == 0 ? _model.Shown.Level
        : history[0].At < _model.ForgottenBefore ? null
        : history[0].From;
}
