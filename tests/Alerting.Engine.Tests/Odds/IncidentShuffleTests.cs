using Alerting.Engine.Odds;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Odds;

public sealed class IncidentShuffleTests
{
    private static readonly DateTimeOffset s_from = new(2014, 1, 1, 7, 30, 0, TimeSpan.Zero);
    private static readonly string[] s_regions = ["IQ-AN", "IQ-BG", "SY-DY"];
    private static readonly string[] s_towns = ["Ramadi", "Hit", "Fallujah"];

    /// <summary>Incidents of 1 to 3 reports: region, town, minute of the period, minutes of delay of each report.</summary>
    private static readonly Gen<(int Region, int Town, int Minute, int[] Delays)[]> s_incidents = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, (10 * 24 * 60) - 1], Gen.Int[0, 5_000].Array[1, 3]).Array[0, 60];

    [Fact]
    public void A_permutation_keeps_the_incidents_of_each_region_with_their_towns_times_of_day_and_delays() =>
        Gen.Select(s_incidents, Gen.Int[0, 1_000]).Sample((drawn, number) =>
        {
            var incidents = Incidents(drawn);

            var shuffled = new IncidentShuffle(incidents, s_from.UtcTicks, 10).Permute(number);

            Assert.Equal(
                Multiset(incidents.SelectMany(i => i.Reports.Select(r => (r.Report with { IncidentId = i.Id }, r.Delay)))),
                Multiset(shuffled.Select(static r => (r.Report, r.Now - r.Report.OccurredAt.UtcTicks))));
            Assert.All(
                shuffled.GroupBy(static r => (r.Report.Region, r.Report.IncidentId)),
                incident => Assert.InRange(incident.Min(static r => r.Report.OccurredAt), s_from, s_from.AddDays(10).AddTicks(-1)));
            Assert.Equal(shuffled.OrderBy(static r => r.Now), shuffled);
        });

    [Fact]
    public void Reports_of_one_incident_stay_as_far_apart_as_they_were() =>
        Gen.Select(s_incidents, Gen.Int[0, 1_000]).Sample((drawn, number) =>
        {
            var incidents = Incidents(drawn);

            var shuffled = new IncidentShuffle(incidents, s_from.UtcTicks, 10).Permute(number)
                .ToLookup(static r => (r.Report.Region, r.Report.IncidentId!));

            Assert.All(incidents, incident => Assert.Single(
                shuffled[(incident.Region, incident.Id)]
                    .Join(incident.Reports, r => r.Report.ReportId, r => r.Report.ReportId, (to, of) =>
                        to.Report.OccurredAt - of.Report.OccurredAt)
                    .Distinct()));
        });

    [Fact]
    public void Equal_incidents_give_equal_permutations_whatever_the_order_of_arrival()
    {
        var incidents = Incidents([.. Enumerable.Range(0, 50).Select(static i => (i % 3, i % 2, i * 251, new[] { 5 }))]);
        var (one, other) = (new IncidentShuffle(incidents, s_from.UtcTicks, 10),
            new IncidentShuffle([.. incidents.AsEnumerable().Reverse()], s_from.UtcTicks, 10));

        Assert.Equal(one.Seed, other.Seed);
        Assert.Equal(one.Permute(3).Select(Shown), other.Permute(3).Select(Shown));
        Assert.NotEqual(one.Permute(3).Select(Shown), one.Permute(4).Select(Shown));
        Assert.NotEqual(one.Seed, new IncidentShuffle([.. incidents.Skip(1)], s_from.UtcTicks, 10).Seed);
    }

    [Fact]
    public void Every_day_is_equally_likely()
    {
        var shuffle = new IncidentShuffle(Incidents([(0, 0, 3_000, [0])]), s_from.UtcTicks, 10);

        var days = Enumerable.Range(0, 5_000)
            .CountBy(number => (shuffle.Permute(number)[0].Report.OccurredAt - s_from).Days).ToDictionary();

        Assert.Equal(10, days.Count);
        Assert.All(days.Values, count => Assert.InRange(count, 400, 600));
    }

    private static List<KnownIncident> Incidents((int Region, int Town, int Minute, int[] Delays)[] drawn) =>
    [
        .. drawn.Select(static (d, i) => new KnownIncident(s_regions[d.Region], $"incident-{i:000}",
            [
                .. d.Delays.Select((delay, j) => new HeardReport(
                    Sample.Assault($"{i}-{j}", s_from.AddMinutes(d.Minute + (7 * j))).In(s_towns[d.Town]) with
                    {
                        Region = s_regions[d.Region],
                    },
                    delay * TimeSpan.TicksPerMinute)),
            ])),
    ];

    private static List<string> Multiset(IEnumerable<(Report Report, long Delay)> reports) =>
    [
        .. reports.Select(static r =>
                $"{r.Report.Region} {r.Report.IncidentId} {r.Report.ReportId} {r.Report.Town} {r.Report.OccurredAt.TimeOfDay} {r.Delay}")
            .Order(StringComparer.Ordinal),
    ];

    private static string Shown((Report Report, long Now) report) => $"{report.Report.ReportId} {report.Report.OccurredAt:O} {report.Now}";
}
