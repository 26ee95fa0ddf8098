using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Places;

/// <summary>What operators say of towns counts at once, in every window that still counts.</summary>
public sealed class PlaceTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RegionEngine _engine = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private readonly RegionOutput _output = new();

    [Fact]
    public void An_alias_is_the_place_and_the_alert_that_rests_on_two_towns_is_cancelled()
    {
        Adopt(Sample.Threshold("towns", Measure.Towns, 2, "PT2H"));
        Tell(Bomb("1", "wire-a", "Karmah"), Bomb("2", "wire-b", "Nadhim Taqsim"));
        Assert.Equal(AlertChange.Raised, Assert.Single(_output.Revisions).Change);

        Say(Place("karmah", 1, "Karmah", "Nadhim Taqsim"));

        var cancelled = _output.Revisions[^1];
        Assert.Equal((AlertChange.Cancelled, 1), (cancelled.Change, cancelled.Measure.Value));
        Assert.Equal("Karmah was made a place by ops: as the governorate has it", cancelled.Reason);
        Assert.Equal(["Karmah"], _engine.View.FiguresAt(s_now.UtcTicks).Towns24h);

        Say(new PlaceVersion("karmah", 2, null, null, s_now, "ops", null));
        Assert.Equal((AlertChange.Raised, "IQ-AN.towns.2"), (_output.Revisions[^1].Change, _output.Revisions[^1].AlertId));
    }

    [Fact]
    public void A_later_report_under_another_name_of_the_place_joins_the_incident()
    {
        Say(Place("karmah", 1, "Karmah", "Nadhim Taqsim"));
        var outcomes = Tell(Bomb("1", "wire-a", "Karmah"), Bomb("2", "wire-b", "nadhim taqsim"));

        Assert.Equal(["wire-a:1", "wire-a:1"], outcomes.Select(static o => o.IncidentId));
    }

    [Fact]
    public void A_threshold_on_a_town_matches_the_other_names_of_its_place()
    {
        Adopt(Sample.Threshold("towns", Measure.Incidents, 1, "PT2H") with { Match = new Match { Towns = ["KARMAH"] } });
        Tell(Bomb("1", "wire-a", "Nadhim Taqsim"));
        Assert.Empty(_output.Revisions);

        Say(Place("karmah", 1, "Karmah", "Nadhim Taqsim"));
        Assert.Equal(AlertChange.Raised, Assert.Single(_output.Revisions).Change);
    }

    [Fact]
    public void A_name_that_fits_two_places_is_settled_by_neither()
    {
        Adopt(Sample.Threshold("towns", Measure.Towns, 1, "PT2H"));
        Say(Place("one", 1, "Karmah", "Old Bridge"), Place("two", 1, "Ramadi", "Old Bridge"));
        Tell(Bomb("1", "wire-a", "Karmah"), Bomb("2", "wire-a", "Ramadi"), Bomb("3", "wire-a", "Old Bridge"));

        Assert.Equal(3, _engine.View.FiguresAt(s_now.UtcTicks).Towns24hCount);
        Say(Place("two", 2, "Ramadi"));
        Assert.Equal(["Karmah", "Ramadi"], _engine.View.FiguresAt(s_now.UtcTicks).Towns24h);
    }

    [Theory]
    [InlineData(NameVerdict.Different, 2, 2)]
    [InlineData(NameVerdict.Same, 1, 1)]
    public void A_decision_ends_the_doubt(NameVerdict verdict, double stated, double certain)
    {
        Adopt(Sample.Threshold("towns", Measure.Towns, 1, "PT2H") with { Count = Counting.Certain });
        Tell(Bomb("1", "wire-a", "Al-Karmah"), Bomb("2", "wire-b", "Garma"));
        _engine.Advance(s_now.AddSeconds(2).UtcTicks, _output);
        Assert.Equal((2, 1), (_output.Revisions[^1].Measure.Value, _output.Revisions[^1].Measure.Certain));
        var doubt = Assert.Single(_engine.View.NameDoubts());
        Assert.Equal(("IQ-AN.garma.karmah", NameDoubtReason.AlikeNames), (doubt.Id, doubt.Reason));
        Assert.Equal(
            ["Garma 2", "Al-Karmah 1"],
            doubt.Names.OrderByDescending(static n => n.Town).Select(static n => $"{n.Town} {n.Reports[0].ReportId}"));

        Say(new PlaceVersion(doubt.Id, 1, null, new NameDecision("IQ-AN", "garma", "karmah", verdict), s_now, "ops", null));

        Assert.Empty(_engine.View.NameDoubts());
        _engine.Advance(s_now.AddSeconds(4).UtcTicks, _output);
        var last = _output.Revisions[^1];
        Assert.Equal((stated, certain, 0), (last.Measure.Value, last.Measure.Certain, last.DoubtsCount));
    }

    [Fact]
    public void A_region_above_counts_the_places_of_those_below_it()
    {
        var above = new RegionEngine("IQ", RegionCatalog.Iso, EngineOptions.Default);
        var threshold = Sample.Threshold("towns", Measure.Towns, 2, "PT2H", Depth.Root) with { Scope = new Scope(["IQ"], Depth.Root) };
        above.Apply(s_now.UtcTicks, new AdoptInput([new ThresholdVersion("towns", 1, threshold, s_now, "", null)]), _output);
        Tell(Bomb("1", "wire-a", "Karmah"), Bomb("2", "wire-a", "Nadhim Taqsim"));
        var below = _engine.Incidents().Select(static i => new IncidentChange(i.Region, i.IncidentId, i, null)).ToList();
        above.Apply(s_now.UtcTicks, new RollUpInput("IQ-AN", 1, below, null), _output);
        Assert.Equal(AlertChange.Raised, Assert.Single(_output.Revisions).Change);

        above.Apply(s_now.UtcTicks, new PlacesInput([Place("karmah", 1, "Karmah", "Nadhim Taqsim")]), _output);
        Assert.Equal(AlertChange.Cancelled, _output.Revisions[^1].Change);
        var elsewhere = new Place { Name = "Karmah", Region = "SY" };
        Assert.False(above.View.IsConcernedBy(Place("elsewhere", 1, "Karmah") with { Definition = elsewhere }));
    }

    [Fact]
    public void What_was_said_is_in_the_log_as_it_was_said()
    {
        RegionInput[] inputs =
        [
            new PlacesInput(
            [
                Place("karmah", 3, "Karmah", "Garma"),
                new PlaceVersion("IQ-AN.a.b", 1, null, new NameDecision("IQ-AN", "a", "b", NameVerdict.Different), s_now, "ops", null),
            ]),
            new JoinInput("a", "b", "ops", "why"),
            new PartInput("a", "b", null, null, "ops", null),
            new PartInput("a", null, "wire-a", "1", "ops", "why"),
        ];
        var writer = new RegionLogWriter();
        writer.SetNow(s_now.UtcTicks);
        foreach (var input in inputs)
        {
            writer.Add(input);
        }

        var read = RegionLogReader.Read(writer.Finish().ToArray()).Steps.Select(static step => step.Input!).ToList();

        Assert.Equal(inputs[1..], read[1..]);
        Assert.Equivalent(inputs[0], read[0], strict: true);
    }

    private static Report Bomb(string reportId, string source, string town) => Sample.RoadsideBomb(reportId, s_now, source).In(town);

    private static PlaceVersion Place(string id, int version, string name, params string[] aliases) => new(
        id, version, new Place { Name = name, Aliases = aliases, Region = "IQ-AN" }, null, s_now, "ops", "as the governorate has it");

    private void Adopt(Threshold threshold) =>
        _engine.Apply(s_now.UtcTicks, new AdoptInput([new ThresholdVersion(threshold.Id, 1, threshold, s_now, "", null)]), _output);

    private void Say(params PlaceVersion[] versions) => _engine.Apply(s_now.UtcTicks, new PlacesInput(versions), _output);

    private ReportOutcome[] Tell(params Report[] reports) =>
        [.. reports.Select(report => _engine.Apply(s_now.UtcTicks, new ReportInput(report), _output)!.Value)];
}
