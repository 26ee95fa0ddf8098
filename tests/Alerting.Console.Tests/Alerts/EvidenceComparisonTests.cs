using Alerting.Alerts;
using Alerting.Console.Alerts;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Alerts;

public sealed class EvidenceComparisonTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_a_first_revision_nothing_is_new() =>
        Assert.All(EvidenceComparison.Rows(Revision(1, Item("a"), Item("b")), null), static row => Assert.Equal("", row.Name));

    [Fact]
    public void What_is_new_changed_or_gone_is_said_and_what_it_was()
    {
        var before = Revision(1, Item("kept"), Item("changed"), Item("gone"));
        var now = Revision(
            2, Item("new"), Item("kept"),
            Item("changed") with { Killed = 4, Sources = ["wire-a", "wire-b"], Town = "Ramadi", Location = new Location(33.4, 43.3) });
        var rows = EvidenceComparison.Rows(now, before);
        Assert.Equal(
            ["new new", "kept ", "changed changed", "gone gone"], rows.Select(static row => $"{row.Item.IncidentId} {row.Name}"));
        Assert.Equal(["killed 2 to 4", "town now stated", "1 more source", "location"], rows[2].Words);
        Assert.Equal(
            ["wounded 0 to 9", "kind, was bomb", "time", "sources", "summary"],
            EvidenceComparison.Rows(
                Revision(2, Item("a") with { Wounded = 9, Kind = "other", OccurredAt = s_noon, Sources = ["wire-z"], Summary = "So." }),
                Revision(1, Item("a")))[0].Words);
    }

    [Fact]
    public void The_same_id_in_another_region_is_another_incident() =>
        Assert.Equal(
            ["new", "gone"],
            EvidenceComparison.Rows(Revision(2, Item("a") with { Region = "IQ-BG" }), Revision(1, Item("a")))
                .Select(static row => row.Name));

    [Fact]
    public void What_is_left_out_of_long_evidence_is_not_gone_and_what_comes_back_is_not_new()
    {
        var before = Revision(1, Item("b", 2), Item("a", 1)) with { EvidenceCount = 3 };
        var now = Revision(2, Item("c", 3), Item("b", 2)) with { EvidenceCount = 4 };
        Assert.Equal(["c new", "b "], EvidenceComparison.Rows(now, before).Select(static row => $"{row.Item.IncidentId} {row.Name}"));
        var shrunk = Revision(3, Item("b", 2), Item("a", 1), Item("old", 0));
        Assert.Equal(
            ["b ", "a ", "old "], EvidenceComparison.Rows(shrunk, before).Select(static row => $"{row.Item.IncidentId} {row.Name}"));
    }

    [Fact]
    public void A_revision_says_what_it_changed_and_by_whom()
    {
        var raised = Revision(1, Item("a"), Item("b"));
        Assert.Equal("two-towns, version 3", RevisionWords.By(raised));
        Assert.Equal(["towns 2, threshold 2", "2 incidents"], RevisionWords.Changes(raised, null));
        var updated = Revision(2, Item("c"), Item("a") with { Killed = 9 }) with
        {
            Severity = Severity.Critical,
            Threshold = new AlertThreshold("two-towns", 4, 3, "Two towns"),
            Measure = raised.Measure with { Value = 3 },
            Reason = "threshold-changed",
        };
        Assert.Equal(
            [
                "towns 2 to 3", "severe to critical", "judged by version 4, before by 3", "1 incident new", "1 incident changed",
                "1 incident gone", "threshold-changed",
            ],
            RevisionWords.Changes(updated, raised));
        var taken = updated with
        {
            Revision = 3,
            Change = AlertChange.Acknowledged,
            Acknowledged = new Acknowledgement(s_noon, "Night desk", "called HQ"),
        };
        Assert.Equal("Night desk", RevisionWords.By(taken));
        Assert.Equal(["“called HQ”"], RevisionWords.Changes(taken, updated));
        Assert.Empty(RevisionWords.Changes(taken with { Acknowledged = new Acknowledgement(s_noon, "Night desk", null) }, updated));
    }

    [Fact]
    public void Evidence_lies_where_it_says_else_where_its_town_does()
    {
        var places = new EvidencePlaces(
        [
            new()
            {
                Id = "ramadi", Name = "Ramadi", Aliases = ["Ar Ramādī"], Region = "IQ-AN", Location = new Location(33.42, 43.3),
                Version = 1, ChangedAt = s_noon, ChangedBy = "me",
            },
        ]);
        Assert.Equal(new Location(33.42, 43.3), places.Of(Item("a") with { Town = "Ar Ramādī" }, []));
        Assert.Equal(new Location(1, 2), places.Of(Item("a") with { Town = "Ramadi", Location = new Location(1, 2) }, []));
        var heet = Item("b") with { Town = "Heet", Location = new Location(33.6, 42.8) };
        Assert.Equal(heet.Location, places.Of(Item("a") with { Town = "Heet" }, [Item("c"), heet]));
        Assert.Null(places.Of(Item("a") with { Town = "Heet", Region = "IQ-BG" }, [heet]));
        Assert.Null(places.Of(Item("a") with { Town = "Ramadi", Region = "IQ-BG" }, []));
        Assert.Null(places.Of(Item("a"), [heet with { Town = null }]));
        var marks = places.Marks(EvidenceComparison.Rows(
            Revision(2, Item("b") with { Town = "Ramadi" }, Item("a") with { Town = "Ramadi" }, Item("c")),
            Revision(1, Item("a") with { Town = "Ramadi" }, Item("gone") with { Location = new Location(1, 2) })));
        var mark = Assert.Single(marks);
        Assert.Equal((2, EvidenceChange.New), (mark.Rows.Count, mark.Change));
        Assert.Equal("Ramadi bomb, 2 killed, new\nRamadi bomb, 2 killed", mark.Title);
    }

    private static EvidenceItem Item(string id, int minute = 0) => new()
    {
        IncidentId = id,
        Region = "IQ-AN",
        Kind = "bomb",
        OccurredAt = s_noon.AddMinutes(minute - 60),
        GradeFactor = 1,
        Killed = 2,
        Sources = ["wire-a"],
    };

    private static Alert Revision(int number, params EvidenceItem[] evidence) => new()
    {
        AlertId = "IQ-AN.two-towns.1",
        Revision = number,
        Change = number == 1 ? AlertChange.Raised : AlertChange.Updated,
        Status = AlertStatus.Open,
        Threshold = new AlertThreshold("two-towns", 3, 3, "Two towns"),
        Region = new AlertRegion("IQ-AN", "Al Anbār", "IQ"),
        Severity = Severity.Severe,
        Measure = new AlertMeasure { Name = Measure.Towns, Value = 2, AtLeast = 2 },
        Evidence = evidence,
        EvidenceCount = evidence.Length,
        Explanation = "Two towns.",
        RaisedAt = s_noon,
        UpdatedAt = s_noon.AddMinutes(number),
    };
}
