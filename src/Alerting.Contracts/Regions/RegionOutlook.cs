namespace Alerting.Regions;

/// <summary>
/// What a region will show at any later instant, as long as nothing happens to it: figures that time alone changes are computed from
/// it, and nobody has to ask the region again.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.RegionOutlook")]
public sealed record RegionOutlook
{
    /// <summary>Of a region with more incidents within the last day there is no outlook: it changes all the time.</summary>
    public const int MaxRecent = 500;

    /// <summary>Likewise of the six days before.</summary>
    public const int MaxEarlier = 2_000;

    /// <summary>What it shows now; level, override, alerts and quiet sources stay like this.</summary>
    [Id(0)] public required RegionFigures Now { get; init; }

    /// <summary>UTC ticks of the last change: a region to which nothing is left that decays keeps showing that instant.</summary>
    [Id(1)] public required long ChangedAt { get; init; }

    /// <summary>UTC ticks up to which its clock has run.</summary>
    [Id(2)] public required long Clock { get; init; }

    /// <summary>The score, not rounded, at <see cref="ScoreAt"/>.</summary>
    [Id(3)] public required double Score { get; init; }

    /// <summary>UTC ticks for which <see cref="Score"/> holds.</summary>
    [Id(4)] public required long ScoreAt { get; init; }

    /// <summary>In ticks.</summary>
    [Id(5)] public required double HalfLife { get; init; }

    /// <summary>Incidents of the last day, and those dated ahead, newest first.</summary>
    [Id(6)] public required IReadOnlyList<RecentIncident> Recent { get; init; }

    /// <summary>Event times of the incidents of the six days before, UTC ticks, newest first.</summary>
    [Id(7)] public required IReadOnlyList<long> Earlier { get; init; }

    /// <summary>What it shows at an instant.</summary>
    /// <param name="now">UTC ticks, not before the region was asked.</param>
    public RegionFigures At(long now)
    {
        now = Math.Max(now, Clock);
        var figures = FiguresAt(Math.Max(ChangedAt, now - (now % TimeSpan.TicksPerMinute)));
        return figures.Decays ? figures : figures with { AsOf = ChangedAt };
    }

    /// <summary>The figures for an instant.</summary>
    /// <param name="asOf">UTC ticks, not before the region was asked.</param>
    public RegionFigures FiguresAt(long asOf)
    {
        var day = asOf - TimeSpan.TicksPerDay;
        long count = 0;
        long killed = 0;
        long lapsed = 0;
        var recent = 0.0;
        var seen = new HashSet<int>();
        var towns = new List<string>();
        foreach (var incident in Recent)
        {
            if (incident.OccurredAt > asOf)
            {
                continue;
            }

            if (incident.OccurredAt <= day)
            {
                lapsed += incident.OccurredAt > asOf - (7 * TimeSpan.TicksPerDay) ? 1 : 0;
                continue;
            }

            count++;
            killed += incident.Killed;
            recent += ScoreRule.At(incident.Weight, incident.OccurredAt, asOf, HalfLife);
            if (incident.TownName is { } name && seen.Add(incident.Town) && towns.Count < RegionFigures.MaxTowns)
            {
                towns.Add(name);
            }
        }

        towns.Sort(StringComparer.Ordinal);
        var score = Score == 0 ? 0 : ScoreRule.At(Score, ScoreAt, asOf, HalfLife);
        var before = ScoreRule.DayBefore(score, recent, HalfLife);
        var week = count + lapsed + Earlier.TakeWhile(at => at > asOf - (7 * TimeSpan.TicksPerDay)).LongCount();
        return Now with
        {
            Score = ScoreRule.Shown(score),
            ScoreDayBefore = ScoreRule.Shown(before),
            Incidents24h = count,
            Incidents7d = week,
            Killed24h = killed,
            Towns24h = towns.SequenceEqual(Now.Towns24h) ? Now.Towns24h : towns.ToArray(),
            Towns24hCount = seen.Count,
            AsOf = asOf,
            Decays = ScoreRule.IsShown(score) || ScoreRule.IsShown(before) || week > 0,
        };
    }
}

/// <summary>What is left to know of an incident of the last day.</summary>
/// <param name="OccurredAt">UTC ticks.</param>
/// <param name="Killed">Persons.</param>
/// <param name="Weight">In the score, at its event time.</param>
/// <param name="Town">Tells towns apart.</param>
/// <param name="TownName">What the town is called there; null where no town is known.</param>
[GenerateSerializer, Immutable, Alias("alerting.RecentIncident")]
public readonly record struct RecentIncident(
    [property: Id(0)] long OccurredAt,
    [property: Id(1)] int Killed,
    [property: Id(2)] double Weight,
    [property: Id(3)] int Town,
    [property: Id(4)] string? TownName);
