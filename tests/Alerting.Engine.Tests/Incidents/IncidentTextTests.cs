using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>What was said of an incident, and which entries of the log have it.</summary>
public sealed class IncidentTextTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_best_ranked_report_that_says_it_speaks_for_the_incident()
    {
        var engine = Engine();
        Take(engine, 1, Report("weak", "E5") with { Summary = "Rumours of a bomb", Url = "https://example.org/weak" });
        Take(engine, 2, Report("best", "A1"));
        Assert.Equal(("Rumours of a bomb", "https://example.org/weak"), Texts(engine));

        Take(engine, 3, Report("good", "B2") with { Summary = "A car bomb at the market" });
        Assert.Equal(("A car bomb at the market", "https://example.org/weak"), Texts(engine));

        Take(engine, 4, Report("good", "B2") with { Revision = 2, Retracted = true });
        Assert.Equal(("Rumours of a bomb", "https://example.org/weak"), Texts(engine));
        Assert.Null(engine.View.Traces.Find("wire-good", "good")!.Incident);
        Assert.Equal([3, 4], engine.View.Traces.Find("wire-good", "good")!.Sequences);
    }

    [Fact]
    public void A_long_summary_is_shortened_in_the_incident()
    {
        var engine = Engine();
        Take(engine, 1, Report("long", "B2") with { Summary = string.Join(' ', Enumerable.Repeat("word", 1_000)) });
        var (summary, _) = Texts(engine);
        Assert.InRange(summary!.Length, Incident.MaxSummary - 6, Incident.MaxSummary);
        Assert.EndsWith("word…", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_and_many_reports_say_the_same() =>
        Gen.Int[0, 9_999].Array[1, 40].Sample(static drafts =>
        {
            var few = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default) { MaxChainedReports = 100 };
            var many = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default) { MaxChainedReports = 1 };
            for (var i = 0; i < drafts.Length; i++)
            {
                var draft = drafts[i];
                var report = Report($"r{draft % 7}", new Grade((byte)(draft % Grade.Count)).ToString()) with
                {
                    Revision = i + 1,
                    Retracted = draft % 5 == 0,
                    Summary = draft % 3 == 0 ? null : $"summary {draft}",
                    Url = draft % 2 == 0 ? null : $"https://example.org/{draft}",
                };
                Take(few, i + 1, report);
                Take(many, i + 1, report);
                Assert.Equal(few.Incidents().Select(static incident => (incident.Summary, incident.Url)),
                    many.Incidents().Select(static incident => (incident.Summary, incident.Url)));
            }
        });

    [Fact]
    public void A_snapshot_a_block_and_a_roll_up_have_the_texts_and_a_trace_of_every_revision()
    {
        var engine = Engine();
        Take(engine, 7, Report("r", "B2") with { Summary = "First", Url = "https://example.org/1" });
        Take(engine, 9, Report("r", "B2") with { Revision = 2, Summary = "Second" });
        Take(engine, 11, Report("gone", "B2") with { IncidentId = "other" });
        Take(engine, 12, Report("gone", "B2") with { IncidentId = "other", Revision = 2, Retracted = true });
        var expected = engine.View.Traces.Find("wire-r", "r")!;
        Assert.Equal([7, 9], expected.Sequences);

        var restored = new Snapshots().Restart(engine, Engine());
        Assert.Equal(("Second", null), Texts(restored));
        AssertSame(expected, restored.View.Traces.Find("wire-r", "r")!);
        Assert.Equal([11, 12], restored.View.Traces.Find("wire-gone", "gone")!.Sequences);
        Assert.Null(restored.View.Traces.Find("wire-gone", "other"));

        var country = new RegionEngine("IQ", RegionCatalog.Iso, EngineOptions.Default);
        var changes = restored.ChangesAfter(0).Select(static change => change.Change).ToList();
        country.Apply(1, s_now.UtcTicks, new RollUpInput("IQ-AN", 12, changes, null), new RegionOutput());
        var above = new Snapshots().Restart(country, new RegionEngine("IQ", RegionCatalog.Iso, EngineOptions.Default));
        Assert.Equal("Second", Assert.Single(above.Incidents()).Summary);
        Assert.Equal(["IQ-AN"], above.View.RegionsOf("one"));
        Assert.Empty(above.View.RegionsOf("other"));

        Take(restored, 13, Report("later", "B2") with { IncidentId = null, OccurredAt = s_now.AddDays(30) }, s_now.AddDays(30));
        restored.Acknowledge(long.MaxValue);
        Assert.Equal(1, restored.Archive.Archive(new ArchiveRules { MinIncidents = 1 }));
        Assert.Null(restored.View.Traces.Find("wire-r", "r"));
        var block = Assert.Single(restored.Archive.BlocksWith("wire-r", "r"));
        AssertSame(expected, restored.Archive.Open(block.Content!.Value).Traces.Find("wire-r", "r")!);
        Assert.Equal(["IQ-AN"], restored.View.RegionsOf("one"));
    }

    [Fact]
    public void No_more_revisions_are_traced_than_can_be_told()
    {
        var engine = Engine();
        for (var revision = 1; revision <= SentReport.MaxEarlier + 10; revision++)
        {
            Take(engine, revision, Report("r", "B2") with { Revision = revision, Killed = revision });
        }

        var sequences = engine.View.Traces.Find("wire-r", "r")!.Sequences;
        Assert.Equal(Enumerable.Range(10, SentReport.MaxEarlier + 1).Select(static i => (long)i), sequences);
    }

    private static RegionEngine Engine() => new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);

    private static void Take(RegionEngine engine, long sequence, Report report, DateTimeOffset? now = null) =>
        engine.Apply(sequence, (now ?? s_now).UtcTicks, new ReportInput(report), new RegionOutput());

    private static (string? Summary, string? Url) Texts(RegionEngine engine)
    {
        var incident = Assert.Single(engine.Incidents());
        return (incident.Summary, incident.Url);
    }

    private static void AssertSame(ReportTrace expected, ReportTrace actual)
    {
        Assert.Equal(expected.Sequences, actual.Sequences);
        Assert.Equal((expected.Incident, expected.Joined, expected.Place), (actual.Incident, actual.Joined, actual.Place));
        Assert.Equal(expected.Report with { Actors = [] }, actual.Report with { Actors = [] });
    }

    private static Report Report(string reportId, string grade) => new()
    {
        Source = "wire-" + reportId,
        ReportId = reportId,
        Region = "IQ-AN",
        Kind = "vehicle-bomb",
        Family = Family.Explosion,
        KindWeight = 2.5,
        Grade = Grade.TryParse(grade, out var parsed) ? parsed : Grade.Unknown,
        OccurredAt = s_now.AddMinutes(-10),
        IncidentId = "one",
    };
}
