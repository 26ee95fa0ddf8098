using Alerting.Engine.Levels;
using Alerting.Regions;
using Alerting.Series;

namespace Alerting.Engine.Series;

/// <summary>Computes the figures of a series. Pure, so that it may run on any thread.</summary>
public static class SeriesFigures
{
    /// <summary>The figures of each step, in order.</summary>
    public static IReadOnlyList<SeriesStep> Of(SeriesFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var steps = facts.Steps;
        var figures = new SeriesStep[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            figures[i] = new SeriesStep(facts.Levels?[i], null, null, null);
        }

        if (facts.Incidents is { } incidents)
        {
            var ordered = incidents.ToArray();
            Array.Sort(ordered, static (a, b) => a.OccurredAt.CompareTo(b.OccurredAt));
            Count(facts, ordered, figures);
            if (facts.HalfLife is { } halfLife)
            {
                Weigh(facts, ordered, halfLife, figures);
            }
        }

        return figures;
    }

    private static void Count(SeriesFacts facts, CountedIncident[] ordered, SeriesStep[] figures)
    {
        var counts = new long[figures.Length];
        var killed = new long[figures.Length];
        foreach (var incident in ordered)
        {
            if (facts.Steps.IndexOf(incident.OccurredAt) is { } step)
            {
                counts[step]++;
                killed[step] += incident.Killed;
            }
        }

        for (var i = FirstKnown(facts); i < figures.Length; i++)
        {
            figures[i] = figures[i] with { Incidents = counts[i], Killed = killed[i] };
        }
    }

    /// <summary>Left alone the score only falls, so the highest of a step is at its begin or at one of its incidents.</summary>
    private static void Weigh(SeriesFacts facts, CountedIncident[] ordered, long halfLife, SeriesStep[] figures)
    {
        var sum = new DecayingSum(halfLife);
        var next = 0;
        for (var i = 0; i < figures.Length; i++)
        {
            var start = facts.Steps.StartOf(i);
            while (next < ordered.Length && ordered[next].OccurredAt < start)
            {
                sum.Add(ordered[next].Weight, ordered[next].OccurredAt);
                next++;
            }

            var highest = sum.At(start);
            while (next < ordered.Length && ordered[next].OccurredAt < start + facts.Steps.Step)
            {
                sum.Add(ordered[next].Weight, ordered[next].OccurredAt);
                highest = Math.Max(highest, sum.At(ordered[next].OccurredAt));
                next++;
            }

            if (start >= facts.KnownFrom)
            {
                figures[i] = figures[i] with { Score = ScoreRule.Shown(highest) };
            }
        }
    }

    /// <summary>The first step of which no incident may be forgotten.</summary>
    private static int FirstKnown(SeriesFacts facts)
    {
        var first = 0;
        while (first < facts.Steps.Count && facts.Steps.StartOf(first) < facts.KnownFrom)
        {
            first++;
        }

        return first;
    }
}
