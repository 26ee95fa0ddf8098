using Alerting.Engine.Odds;
using Alerting.Engine.Regions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Odds;

/// <summary>What chance raises, beside what follows by hand.</summary>
public sealed class ChanceRunTests
{
    private const int Many = 4_000;

    private static readonly DateTimeOffset s_from = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Two towns on five days, each day as likely as the other: of the 25 ways, 5 have both on one day, and 4 the second on the day
    /// after the first.
    /// </summary>
    [Theory]
    [InlineData("10:00", "11:00", 5)]
    [InlineData("23:30", "00:30", 4)]
    [InlineData("10:00", "16:00", 0)]
    public void Two_towns_within_two_hours_come_together_as_often_as_their_times_of_day_let_them(string one, string other, int ways)
    {
        KnownIncident[] incidents = [Incident("a", "Ramadi", 0, one), Incident("b", "Hit", 3, other)];
        var run = Run(incidents, 5, Sample.Threshold("towns", Measure.Towns, 2, "PT2H"));

        var raised = Enumerable.Range(0, Many).Select(number => run.Raised(number, null, default)).ToList();

        Assert.InRange(raised.Average(), (ways / 25.0) - 0.025, (ways / 25.0) + 0.025);
        Assert.All(raised, static alerts => Assert.InRange(alerts, 0, 1));
    }

    [Fact]
    public void Each_permutation_raises_what_counting_its_towns_by_hand_raises()
    {
        string[] towns = ["Ramadi", "Hit", "Fallujah", "Haditha", "Rutba", "Qaim"];
        List<KnownIncident> incidents = [.. towns.Select(static (town, i) => Incident(town, town, i, $"{10 + i}:00"))];
        var shuffle = new IncidentShuffle(incidents, s_from.UtcTicks, 6);
        var run = Run(incidents, 6, Sample.Threshold("towns", Measure.Towns, 2, "PT2H") with { Cooldown = Duration.Parse("PT0S") });

        foreach (var number in Enumerable.Range(0, 500))
        {
            // Two towns are within two hours of each other when they are neighbours on one day; alerts that touch are one.
            var hours = shuffle.Permute(number).Select(static r => (r.Report.OccurredAt - s_from).TotalHours).Order().ToList();
            var close = hours.Zip(hours.Skip(1)).Select(static pair => pair.Second - pair.First < 2).ToList();
            var expected = close.Where((isClose, i) => isClose && (i == 0 || !close[i - 1])).Count();

            Assert.Equal(expected, run.Raised(number, null, default));
        }
    }

    [Fact]
    public void Reports_of_one_incident_raise_nothing_together()
    {
        var twice = new KnownIncident("IQ-AN", "a",
            [
                new HeardReport(Sample.Assault("1", s_from.AddHours(9)).In("Ramadi"), 0),
                new HeardReport(Sample.Assault("2", s_from.AddHours(9), "wire-b").In("Ramadi"), 0),
            ]);
        var run = Run([twice], 5, Sample.Threshold("incidents", Measure.Incidents, 2, "PT2H"));

        Assert.All(Enumerable.Range(0, 50), number => Assert.Equal(0, run.Raised(number, null, default)));
    }

    [Theory]
    [InlineData(Measure.Surge, null, null, 28)]
    [InlineData(Measure.Surge, "P7D", null, 7)]
    [InlineData(Measure.Killed, null, 0.1, 365)]
    [InlineData(Measure.Killed, "P40D", 0.1, 40)]
    [InlineData(Measure.Killed, "P40D", null, 0)]
    public void The_past_that_a_threshold_compares_with_is_not_counted(Measure measure, string? baseline, double? rarerThan, int days)
    {
        var run = Run([], 1_000, Sample.Threshold("t", measure, 1, "PT2H") with
        {
            Baseline = baseline is null ? null : Duration.Parse(baseline),
            RarerThan = rarerThan,
        });

        Assert.Equal(Math.Round(1_000 * 365.0 / (1_000 - days), 2), run.Sum([1_000]).PerYear);
    }

    [Fact]
    public void Never_more_than_half_of_the_period_is_left_out()
    {
        // On 5 of 10 days; the year has 73 times as many.
        var run = Run(
            [Incident("a", "Ramadi", 2, "10:00")], 10,
            Sample.Threshold("incidents", Measure.Incidents, 1, "PT2H") with { RarerThan = 1 });

        var odds = run.Sum([.. Enumerable.Range(0, Many).Select(number => run.Raised(number, null, default))]);

        Assert.InRange(odds.PerYear!.Value, 0.475 * 73, 0.525 * 73);
        Assert.Equal((0, 73, Many), (odds.Low!.Value, odds.High!.Value, odds.Permutations));
    }

    [Fact]
    public void Nine_permutations_in_ten_lie_within_the_interval()
    {
        var run = Run([Incident("a", "Ramadi", 2, "10:00")], 365, Sample.Threshold("t", Measure.Incidents, 1, "PT2H"));

        var odds = run.Sum([.. Enumerable.Range(1, 20).Reverse()]);

        Assert.Equal((10.5, 1, 19, 20), (odds.PerYear!.Value, odds.Low!.Value, odds.High!.Value, odds.Permutations));
        Assert.Equal((null, null, null, 0), (run.Sum([]).PerYear, run.Sum([]).Low, run.Sum([]).High, run.Sum([]).Permutations));
    }

    private static ChanceRun Run(IReadOnlyList<KnownIncident> incidents, int days, Threshold threshold) =>
        new(
            RegionCatalog.Iso, EngineOptions.Default, new ThresholdVersion(threshold.Id, 1, threshold, default, "", null),
            new IncidentShuffle(incidents, s_from.UtcTicks, days),
            s_from.UtcTicks, s_from.AddDays(days).UtcTicks);

    private static KnownIncident Incident(string id, string town, int day, string time) =>
        new("IQ-AN", id,
            [
                new HeardReport(
                    Sample.Assault(id, s_from.AddDays(day) + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture))
                        .In(town), 0),
            ]);
}
