using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>What operators join and part by hand holds for what comes later, and alerts follow at once.</summary>
public sealed class HandSettlementTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RegionEngine _engine = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private readonly RegionOutput _output = new();

    [Fact]
    public void Two_incidents_that_are_joined_count_once_and_parting_them_takes_it_back()
    {
        Adopt(Sample.Threshold("killed", Measure.Killed, 10, "PT24H") with { Count = Counting.Stated });
        Tell(Bomb("1", "wire-a", 5), Bomb("2", "wire-a", 7));
        Assert.Equal(12, Assert.Single(_output.Revisions).Measure.Value);

        Apply(new JoinInput("wire-a:1", "wire-a:2", "ops", "one wire"));

        var cancelled = _output.Revisions[^1];
        Assert.Equal(AlertChange.Cancelled, cancelled.Change);
        Assert.Equal("incidents wire-a:1 and wire-a:2 were joined by hand by ops: one wire", cancelled.Reason);
        var joined = Assert.Single(_engine.View.Incidents(long.MinValue, long.MaxValue));
        Assert.Equal(("wire-a:1", 2), (joined.Incident.IncidentId, joined.ReportCount));
        Assert.Contains(
            joined.Reports,
            static r => r.Joined == "of 'wire-a:2', which was joined to this incident by hand by ops, 2014-01-01T12:00:00Z: one wire");
        Assert.Equal(
            [new SettledIncident("wire-a:2", IncidentVerdict.Joined, "ops", s_now, "one wire")], _engine.View.SettledOf("wire-a:1"));

        Apply(new PartInput("wire-a:1", "wire-a:2", null, null, "ops", "two streets"));

        Assert.Equal(["wire-a:1", "wire-a:2"], _engine.Incidents().Select(static i => i.IncidentId).Order());
        var last = _output.Revisions[^1];
        Assert.Equal((AlertChange.Raised, 12, 12, 0), (last.Change, last.Measure.Value, last.Measure.Certain, last.DoubtsCount));
        Assert.All(
            _engine.View.Incidents(long.MinValue, long.MaxValue),
            static i => Assert.Equal("opened the incident", i.Reports[0].Joined));
    }

    [Fact]
    public void Incidents_that_are_said_to_be_two_are_in_no_doubt_in_the_region_above_either()
    {
        Adopt(Sample.Threshold("killed", Measure.Killed, 10, "PT24H") with { Count = Counting.Certain });
        Tell(Bomb("1", "wire-a", 5), Bomb("2", "wire-a", 7));
        Assert.Empty(_output.Revisions);
        _output.Clear();

        Apply(new PartInput("wire-a:1", "wire-a:2", null, null, "ops", null));

        Assert.Equal((12, 12), (_output.Revisions[^1].Measure.Value, _output.Revisions[^1].Measure.Certain));
        var above = new RegionEngine("IQ", RegionCatalog.Iso, EngineOptions.Default);
        var threshold = Sample.Threshold("killed", Measure.Killed, 10, "PT24H", Depth.Root) with
        {
            Scope = new Scope(["IQ"], Depth.Root),
            Count = Counting.Certain,
        };
        var output = new RegionOutput();
        above.Apply(s_now.UtcTicks, new AdoptInput([new ThresholdVersion("killed", 1, threshold, s_now, "", null)]), output);
        above.Apply(s_now.UtcTicks, new RollUpInput("IQ-AN", 1, [.. _output.IncidentChanges], null), output);
        Assert.Equal(12, Assert.Single(output.Revisions).Measure.Certain);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_report_that_names_a_joined_incident_is_of_the_other_whenever_it_comes(bool joinFirst)
    {
        Tell(Bomb("1", "wire-a", 5) with { IncidentId = "inc-1" }, Bomb("2", "wire-b", 7) with { IncidentId = "inc-2" });
        var join = new JoinInput("inc-1", "inc-2", "ops", null);
        var late = Bomb("3", "wire-c", 9) with { IncidentId = "inc-2" };
        if (joinFirst)
        {
            Apply(join);
            Tell(late);
        }
        else
        {
            Tell(late);
            Apply(join);
        }

        var incident = Assert.Single(_engine.View.Incidents(long.MinValue, long.MaxValue));
        Assert.Equal(("inc-1", 3), (incident.Incident.IncidentId, incident.ReportCount));

        // Retracted and told again it is of the same.
        Tell(late with { Revision = 2, Retracted = true });
        Assert.Equal("inc-1", Tell(late with { Revision = 3 })[0].IncidentId);
        Assert.Equal("inc-1", Tell(Bomb("2", "wire-b", 8) with { Revision = 2, IncidentId = "inc-2" })[0].IncidentId);
    }

    [Fact]
    public void A_report_that_is_taken_out_stays_out_whatever_it_names()
    {
        Tell(Bomb("1", "wire-a", 5) with { IncidentId = "inc-1" }, Bomb("2", "wire-b", 7) with { IncidentId = "inc-1" });
        Apply(new PartInput("inc-1", null, "wire-b", "2", "ops", "another street"));

        Assert.Equal(["inc-1", "wire-b:2"], _engine.Incidents().Select(static i => i.IncidentId).Order());
        Assert.Equal("wire-b:2", Tell(Bomb("2", "wire-b", 9) with { Revision = 2, IncidentId = "inc-1" })[0].IncidentId);
        Tell(Bomb("2", "wire-b", 9) with { Revision = 3, Retracted = true });
        Assert.Equal("wire-b:2", Tell(Bomb("2", "wire-b", 9) with { Revision = 4, IncidentId = "inc-1" })[0].IncidentId);
        Assert.Equal("inc-3", Tell(Bomb("2", "wire-b", 9) with { Revision = 5, IncidentId = "inc-3" })[0].IncidentId);
    }

    [Fact]
    public void The_report_that_opened_an_incident_leaves_its_id_to_the_others()
    {
        Tell(Bomb("1", "wire-a", 5), Bomb("2", "wire-b", 7));
        Assert.Single(_engine.Incidents());

        Apply(new PartInput("wire-a:1", null, "wire-a", "1", "ops", null));

        Assert.Equal(["wire-a:1", "wire-a:1:2"], _engine.Incidents().Select(static i => i.IncidentId).Order());
        Assert.Equal(7, _engine.Incidents().Single(static i => i.IncidentId == "wire-a:1").Killed);
    }

    [Fact]
    public void What_was_settled_survives_a_restart_and_what_is_not_there_changes_nothing()
    {
        Tell(Bomb("1", "wire-a", 5), Bomb("2", "wire-a", 7));
        Apply(new JoinInput("wire-a:1", "wire-a:2", "ops", null));
        Apply(new JoinInput("wire-a:1", "nothing", "ops", null));
        Apply(new PartInput("nothing", null, "wire-a", "1", "ops", null));

        var restarted = new Snapshots().Restart(_engine, new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default));

        Assert.Equal("wire-a:1", restarted.View.KnownAs("wire-a:2"));
        restarted.Apply(s_now.UtcTicks, new PartInput("wire-a:2", "wire-a:1", null, null, "ops", null), _output);
        Assert.Equal(2, restarted.Incidents().Count);
    }

    private static Report Bomb(string reportId, string source, int killed) =>
        Sample.RoadsideBomb(reportId, s_now, source).In("Ramadi") with { Killed = killed };

    private void Adopt(Threshold threshold) =>
        _engine.Apply(s_now.UtcTicks, new AdoptInput([new ThresholdVersion(threshold.Id, 1, threshold, s_now, "", null)]), _output);

    private void Apply(RegionInput input) => _engine.Apply(s_now.UtcTicks, input, _output);

    private ReportOutcome[] Tell(params Report[] reports) =>
        [.. reports.Select(report => _engine.Apply(s_now.UtcTicks, new ReportInput(report), _output)!.Value)];
}
