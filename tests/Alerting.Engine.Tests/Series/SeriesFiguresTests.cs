using Alerting.Engine.Regions;
using Alerting.Engine.Series;
using Alerting.Engine.Tests.Oracle;
using Alerting.Regions;
using Alerting.Series;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Series;

/// <summary>The figures of steps against what they are by their words.</summary>
public sealed class SeriesFiguresTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private static readonly long s_start = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    private static readonly Gen<CountedIncident> s_incident = Gen.Select(
        Gen.Int[-30_000, 30_000], Gen.Int[0, 40], Gen.Double[0.05, 30],
        static (at, killed, weight) => new CountedIncident(s_start + (at * Second), killed, weight));

    [Fact]
    public void Are_those_of_a_naive_count() => Gen.Select(
        s_incident.Array[0, 60], Gen.Int[60, 9_000], Gen.Int[0, 30], Gen.Int[600, 20_000], Gen.Int[-10_000, 10_000]).Sample(
        static (incidents, length, count, halfLife, knownFrom) =>
        {
            var steps = new TimeSteps(s_start, length * Second, count);
            var facts = new SeriesFacts
            {
                Steps = steps,
                Incidents = incidents,
                HalfLife = halfLife * Second,
                KnownFrom = s_start + (knownFrom * Second),
            };
            var figures = SeriesFigures.Of(facts);
            Assert.Equal(count, figures.Count);
            for (var i = 0; i < count; i++)
            {
                var (begin, end) = (steps.StartOf(i), steps.StartOf(i) + steps.Step);
                if (begin < facts.KnownFrom)
                {
                    Assert.Equal(default, figures[i]);
                    continue;
                }

                var within = incidents.Where(incident => incident.OccurredAt >= begin && incident.OccurredAt < end).ToList();
                Assert.Equal(
                    (within.Count, within.Sum(static incident => (long)incident.Killed)), (figures[i].Incidents, figures[i].Killed));
                var highest = within.Select(static incident => incident.OccurredAt).Append(begin)
                    .Max(at => Score(incidents, at, halfLife * Second));
                Assert.Equal(highest, figures[i].Score!.Value, Math.Max(highest, 1) * 1e-6);
                Assert.Null(figures[i].Level);
            }
        },
        iter: 500);

    [Fact]
    public void Of_a_region_are_those_of_its_incidents_and_of_the_levels_that_it_showed()
    {
        var (changes, counted) = (0, 0L);
        Scenarios.Reports.Sample(
            scenario =>
            {
                var engine = new RegionEngine(scenario.Code, scenario.Catalog, scenario.Options);
                var output = new RegionOutput();
                var sequence = 0;
                foreach (var (now, input) in scenario.Steps)
                {
                    if (input is not null)
                    {
                        engine.Apply(++sequence, now, input, output);
                    }

                    engine.Advance(now, output);
                }

                var past = engine.View.Series;
                var steps = TimeSteps.Meeting(engine.Now - (3 * TimeSpan.TicksPerDay), engine.Now + 1, TimeSpan.TicksPerHour * 5);
                Assert.Equal(
                    Enumerable.Range(0, steps.Count).Select(index => Highest(engine.View.LevelHistory, steps.StartOf(index), steps.Step)),
                    past.Levels(steps).Select(static level => level!.Value));
                Assert.Equal(
                    engine.View.Incidents(0, engine.Now).Select(static item => (item.Incident.OccurredAt, item.Incident.Killed)),
                    past.Incidents(0, engine.Now).Select(static incident => (incident.OccurredAt, incident.Killed)));
                var at = engine.Now;
                var score = Score([.. past.Incidents(past.WeighsFrom(at), at)], at, past.HalfLife);
                Assert.Equal(engine.View.FiguresAt(at).Score, score, Math.Max(score, 1) * 1e-5);
                Interlocked.Add(ref changes, engine.View.LevelHistory.Count);
                Interlocked.Add(ref counted, past.Between(0, engine.Now));
            },
            iter: 200);
        Assert.True(changes > 100, $"{changes} changes");
        Assert.True(counted > 500, $"{counted} incidents");
    }

    [Fact]
    public void Nothing_is_said_of_what_was_not_asked_for()
    {
        var steps = new TimeSteps(s_start, TimeSpan.TicksPerHour, 2);
        Assert.Equal(
            [new SeriesStep(ThreatLevel.Severe, null, null, null), new SeriesStep(null, null, null, null)],
            SeriesFigures.Of(new SeriesFacts { Steps = steps, Levels = [ThreatLevel.Severe, null] }));
        Assert.Equal(
            [new SeriesStep(null, null, 1, 3), new SeriesStep(null, null, 0, 0)],
            SeriesFigures.Of(new SeriesFacts { Steps = steps, Incidents = [new CountedIncident(s_start, 3, 1)] }));
    }

    private static double Score(IReadOnlyCollection<CountedIncident> incidents, long at, long halfLife) => incidents
        .Where(incident => incident.OccurredAt <= at)
        .Sum(incident => incident.Weight * Math.Pow(2, (incident.OccurredAt - at) / (double)halfLife));

    /// <summary>The highest of the levels that were shown for some time within a step.</summary>
    private static ThreatLevel Highest(IReadOnlyList<LevelChange> history, long begin, long length)
    {
        var shown = new List<(long From, long To, ThreatLevel Level)>();
        var (since, level) = (long.MinValue, ThreatLevel.Low);
        foreach (var change in history)
        {
            shown.Add((since, change.At, level));
            (since, level) = (change.At, change.To);
        }

        shown.Add((since, long.MaxValue, level));
        return shown.Where(span => span.To > span.From && span.From < begin + length && span.To > begin).Max(static span => span.Level);
    }
}
