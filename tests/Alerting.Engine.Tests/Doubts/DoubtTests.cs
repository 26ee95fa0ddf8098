using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Doubts;

/// <summary>Which incidents may be one, and what an alert says of it.</summary>
public sealed class DoubtTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Counting.Certain, 0)]
    [InlineData(Counting.Stated, 1)]
    [InlineData(null, 1)]
    public void One_attack_in_three_spellings_is_no_attack_on_three_towns(Counting? count, int alerts)
    {
        var revisions = Run(
            Sample.Threshold("towns", Measure.Towns, 3, "PT2H") with { Count = count },
            Bomb("w-1", "wire-a", "Al-Karmah", 3), Bomb("s-1", "stringer", "Al Karmah", 3), Bomb("b-1", "wire-b", "Garma", 3),
            Bomb("b-2", "wire-b", "Fallujah", 3), Bomb("s-2", "stringer", "Faluja", 3));

        Assert.Equal(alerts, revisions.Count(static r => r.Change == AlertChange.Raised));
    }

    [Fact]
    public void The_third_town_that_is_certain_raises()
    {
        var raised = Assert.Single(Run(
            Sample.Threshold("towns", Measure.Towns, 3, "PT2H") with { Count = Counting.Certain },
            Bomb("w-1", "wire-a", "Al-Karmah", 1), Bomb("b-1", "wire-b", "Garma", 1), Bomb("w-2", "wire-a", "Ramadi", 1),
            Bomb("w-3", "wire-a", "Haditha", 1)));

        Assert.Equal((4, 3), (raised.Measure.Value, raised.Measure.Certain));
        Assert.StartsWith("4 towns (3 if Garma is Al-Karmah) of Al Anbār were hit within 2 h (threshold 3): ", raised.Explanation, StringComparison.Ordinal);
        var doubt = Assert.Single(raised.Doubts);
        Assert.Equal(
            new Doubt("IQ-AN", "wire-a:w-1", "wire-b:b-1", "Al-Karmah", "Garma", DoubtReason.AlikeTowns),
            doubt);
    }

    [Fact]
    public void A_wire_that_tells_its_story_again_is_not_believed_to_tell_of_more_dead()
    {
        var raised = Assert.Single(Run(
            Sample.Threshold("killed", Measure.Killed, 10, "PT24H"),
            Bomb("w-1", "wire-a", "Ramadi", 4), Bomb("w-2", "wire-a", "Ramadi", 7)));

        Assert.Equal((11, 7, 1), (raised.Measure.Value, raised.Measure.Certain, raised.DoubtsCount));
        Assert.StartsWith("11 killed (7 if w-2 repeats w-1) in Al Anbār within 24 h (threshold 10): ", raised.Explanation, StringComparison.Ordinal);
        Assert.Equal(DoubtReason.SharedSource, Assert.Single(raised.Doubts).Reason);
    }

    [Theory]
    [InlineData(DoubtReason.AlikeTowns, "wire-b", "Rumadie", 0, "ied", null)]
    [InlineData(DoubtReason.SharedSource, "wire-a", "Ramadi", 30, "vehicle-bomb", null)]
    [InlineData(DoubtReason.OtherFamily, "wire-b", "Ramadi", 30, "ambush", null)]
    [InlineData(DoubtReason.FurtherApart, "wire-b", "Ramadi", 120, "ied", null)]
    [InlineData(DoubtReason.OtherActors, "wire-b", "Ramadi", 10, "ied", "JRTN")]
    [InlineData(null, "wire-b", "Ramadi", 121, "ied", null)]
    [InlineData(null, "wire-b", "Ramadi", 31, "vehicle-bomb", null)]
    [InlineData(null, "wire-a", "Ramadi", 31, "ied", null)]
    [InlineData(null, "wire-a", "Rumadie", 0, "ied", null)]
    [InlineData(null, "wire-b", "Rumadie", 0, "ambush", null)]
    [InlineData(null, "wire-b", "Rumadie", 31, "ied", null)]
    [InlineData(null, "wire-b", "Haditha", 0, "ied", null)]
    [InlineData(null, "wire-a", "Ramadi", 0, "ied", "JRTN")]
    [InlineData(null, "wire-a", null, 0, "ied", null)]
    public void At_most_one_condition_of_joining_fails_and_mildly(
        DoubtReason? reason, string source, string? town, int minutesLater, string kind, string? actor)
    {
        var raised = Assert.Single(Run(
            Sample.Threshold("incidents", Measure.Incidents, 2, "PT24H"),
            Bomb("1", "wire-a", "Ramadi", 1) with { Actors = ["ISIL"], OccurredAt = s_now.AddHours(-3) },
            Bomb("2", source, town ?? "Ramadi", 1) with
            {
                Kind = kind,
                Family = kind == "ambush" ? Family.AttackOnSecurityForces : Family.Explosion,
                Precision = town is null ? Precision.Region : Precision.Town,
                Actors = actor is null ? [] : [actor],
                OccurredAt = s_now.AddHours(-3).AddMinutes(minutesLater),
            }));

        Assert.Equal(reason, raised.Doubts.SingleOrDefault()?.Reason);
        Assert.Equal(reason is null ? 2 : 1, raised.Measure.Certain);
    }

    [Theory]
    [InlineData("wire-a", null, "inc-2", DoubtReason.SharedSource)]
    [InlineData("wire-a", "inc-1", "inc-2", null)]
    [InlineData("wire-b", "inc-1", "inc-2", DoubtReason.StatedApart)]
    public void What_one_source_names_twice_is_not_one(string second, string? first, string other, DoubtReason? reason)
    {
        var raised = Assert.Single(Run(
            Sample.Threshold("incidents", Measure.Incidents, 2, "PT24H"),
            Bomb("1", "wire-a", "Ramadi", 1) with { IncidentId = first },
            Bomb("2", second, "Ramadi", 1) with { IncidentId = other }));

        Assert.Equal(reason, raised.Doubts.SingleOrDefault()?.Reason);
    }

    [Fact]
    public void A_report_that_names_the_incident_settles_the_doubt_and_the_alert_follows()
    {
        var revisions = Run(
            Sample.Threshold("killed", Measure.Killed, 10, "PT24H") with { Count = Counting.Certain },
            Bomb("w-1", "wire-a", "Ramadi", 5), Bomb("w-2", "wire-a", "Ramadi", 7),
            Bomb("w-1", "wire-a", "Ramadi", 5) with { Revision = 2, IncidentId = "first" },
            Bomb("w-2", "wire-a", "Ramadi", 7) with { Revision = 2, IncidentId = "second" },
            Bomb("w-2", "wire-a", "Ramadi", 7) with { Revision = 3 });

        Assert.Equal([AlertChange.Raised, AlertChange.Cancelled], revisions.Select(static r => r.Change));
        Assert.Equal((12, 12), (revisions[0].Measure.Value, revisions[0].Measure.Certain));
        Assert.Equal((12, 7), (revisions[1].Measure.Value, revisions[1].Measure.Certain));
        Assert.Contains("wire-a/w-2 was corrected", revisions[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_that_may_be_either_of_two_others_makes_one_of_all_and_its_retraction_parts_them()
    {
        var threshold = Sample.Threshold("incidents", Measure.Incidents, 3, "PT24H") with { UpdateEvery = Duration.Parse("PT0S"), Count = Counting.Stated };
        var first = Bomb("1", "wire-a", "Ramadi", 1) with { OccurredAt = s_now.AddMinutes(-300), Actors = ["ISIL"] };
        var between = Bomb("2", "wire-b", "Ramadi", 1) with { OccurredAt = s_now.AddMinutes(-180) };
        var last = Bomb("3", "wire-c", "Ramadi", 1) with { OccurredAt = s_now.AddMinutes(-60), Actors = ["JRTN"] };
        var other = Bomb("4", "wire-d", "Haditha", 1) with { OccurredAt = s_now.AddMinutes(-60) };
        var retraction = new Report { ReportId = "2", Source = "wire-b", Region = "IQ-AN", Revision = 2, Retracted = true };

        var revisions = Run(threshold, other, first, last, between, retraction);

        Assert.Equal([(3.0, 3.0), (4, 2), (3, 3)], revisions.Select(static r => (r.Measure.Value, r.Measure.Certain)));
    }

    [Fact]
    public void Two_names_of_one_place_are_one_town_by_their_locations()
    {
        var here = new Location(33.90, 43.00);
        var raised = Assert.Single(Run(
            Sample.Threshold("towns", Measure.Towns, 2, "PT2H"),
            Bomb("1", "wire-a", "The old bridge", 1) with { Location = here },
            Bomb("2", "wire-b", "Saray quarter", 1) with { Location = here with { Lat = 33.917 } }));

        Assert.Equal((2, 1), (raised.Measure.Value, raised.Measure.Certain));
    }

    [Fact]
    public void A_town_that_the_gazetteer_knows_stands_where_it_says()
    {
        // 500 m from where the gazetteer has Ramadi, whatever the report of Ramadi says.
        var raised = Assert.Single(Run(
            Sample.Threshold("towns", Measure.Towns, 2, "PT2H"),
            Bomb("1", "wire-a", "Ramadi", 1) with { Location = new Location(35, 40) },
            Bomb("2", "wire-b", "Saray quarter", 1) with { Location = new Location(33.4255, 43.308) }));

        Assert.Equal((2, 1), (raised.Measure.Value, raised.Measure.Certain));
    }

    [Fact]
    public void Thousands_of_towns_and_a_town_of_thousands_of_incidents_are_compared_within_limits()
    {
        var towns = Run(
            Sample.Threshold("towns", Measure.Towns, 3, "PT2H") with { Count = Counting.Certain },
            [.. Enumerable.Range(0, 4_000).Select(static i => Bomb($"{i}", "wire-a", $"Mahallat {(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{i}", 0))]);
        var incidents = Run(
            Sample.Threshold("incidents", Measure.Incidents, 3, "PT2H"),
            [.. Enumerable.Range(0, 4_000).Select(static i => Bomb($"{i}", "wire-a", "Ramadi", 0))]);

        Assert.Equal(4_000, towns[^1].Measure.Value);
        Assert.InRange(towns[^1].Measure.Certain, 3_900, 4_000);
        Assert.Equal((4_000, 3_501), (incidents[^1].Measure.Value, incidents[^1].Measure.Certain));
        Assert.Equal(Alert.MaxDoubts, incidents[^1].Doubts.Count);
    }

    private static Report Bomb(string reportId, string source, string town, int killed) =>
        Sample.RoadsideBomb(reportId, s_now, source).In(town) with { Killed = killed };

    private static List<Alert> Run(Threshold threshold, params Report[] reports)
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        var output = new RegionOutput();
        var now = s_now.UtcTicks;
        engine.Apply(now, new AdoptInput([new ThresholdVersion(threshold.Id, 1, threshold, s_now, "", null)]), output);
        foreach (var report in reports)
        {
            engine.Apply(now, new ReportInput(report), output);
        }

        engine.Advance(now + TimeSpan.TicksPerSecond, output);
        return [.. output.Revisions];
    }
}
