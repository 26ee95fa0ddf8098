using Alerting.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Quiet;
using Alerting.Engine.Windows;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>The figures that a region shows, and those that it will show while nothing happens. Changes nothing.</summary>
internal sealed class ShownFigures(RegionModel model)
{
    /// <summary>The figures at an instant (UTC ticks) not before the last input.</summary>
    public RegionFigures At(long asOf)
    {
        var day = asOf - TimeSpan.TicksPerDay;
        long killed = 0;
        var recent = 0.0;
        var halfLife = (double)model.Options.HalfLife.Ticks;
        var towns = new RecentTowns(RegionFigures.MaxTowns);
        foreach (var node in model.Activity.Newest(day, asOf))
        {
            killed += node.Killed;
            recent += ScoreRule.At(node.Weight, node.OccurredAt, asOf, halfLife);
            towns.Add(node);
        }

        var score = model.Level.Subtree.At(asOf);
        var before = ScoreRule.DayBefore(score, recent, halfLife);
        var quiet = QuietAt(asOf);
        var week = model.Activity.Between(asOf - (7 * TimeSpan.TicksPerDay), asOf);
        return new RegionFigures
        {
            Level = model.Shown.Level,
            Score = ScoreRule.Shown(score),
            ScoreDayBefore = ScoreRule.Shown(before),
            Since = model.Shown.Since,
            Override = model.Shown.Override,
            Incidents24h = model.Activity.Between(day, asOf),
            Incidents7d = week,
            Killed24h = killed,
            Towns24h = towns.Names(),
            Towns24hCount = towns.Count,
            OpenAlerts = model.Thresholds.OpenAlerts,
            LastIncidentAt = model.Activity.IsEmpty ? null : model.Activity.LastAt,
            AsOf = asOf,
            Decays = ScoreRule.IsShown(score) || ScoreRule.IsShown(before) || week > 0 || WaitsForQuiet,
            QuietSources = [.. quiet.Take(Alert.MaxQuietSources)],
            QuietSourcesCount = quiet.Count,
        };
    }

    /// <summary>
    /// What the region will show while nothing happens to it; null where that is a long story, or depends on when sources were heard.
    /// </summary>
    /// <param name="now">What it shows now.</param>
    /// <param name="changedAt">UTC ticks of the last change.</param>
    public RegionOutlook? OutlookFrom(RegionFigures now, long changedAt)
    {
        ArgumentNullException.ThrowIfNull(now);
        var day = now.AsOf - TimeSpan.TicksPerDay;
        var week = now.AsOf - (7 * TimeSpan.TicksPerDay);
        if (WaitsForQuiet
            || model.Activity.Between(day, long.MaxValue) > RegionOutlook.MaxRecent
            || model.Activity.Between(week, day) > RegionOutlook.MaxEarlier)
        {
            return null;
        }

        var towns = new Dictionary<DistinctTown, int>();
        return new RegionOutlook
        {
            Now = now,
            ChangedAt = changedAt,
            Clock = model.Now,
            Score = model.Level.Subtree.Scaled,
            ScoreAt = model.Level.Subtree.Reference,
            HalfLife = model.Options.HalfLife.Ticks,
            Recent = [.. model.Activity.Newest(day, long.MaxValue).Select(node => Recent(node, towns))],
            Earlier = [.. model.Activity.Newest(week, day).Select(static node => node.OccurredAt)],
        };
    }

    /// <summary>Whether time alone changes which sources are quiet.</summary>
    private bool WaitsForQuiet => Array.Exists(model.Thresholds.Quiet, static evaluator => evaluator.WaitsForTime);

    private static RecentIncident Recent(IncidentNode node, Dictionary<DistinctTown, int> towns)
    {
        var number = 0;
        if (node.DistinctTown is { } town && !towns.TryGetValue(town, out number))
        {
            towns.Add(town, number = towns.Count);
        }

        return new RecentIncident(
            node.OccurredAt, node.Killed, node.Weight, number, node.DistinctTown is null ? null : node.TownName);
    }

    /// <summary>The sources that any threshold in force finds quiet, by name.</summary>
    private List<QuietSource> QuietAt(long asOf) =>
    [
        .. model.Thresholds.Quiet.SelectMany(evaluator => evaluator.QuietAt(asOf)).Distinct()
            .OrderBy(static source => source.Name, StringComparer.Ordinal)
            .Select(source => QuietEvaluator.Describe(source, model.Context.Heard)),
    ];
}
