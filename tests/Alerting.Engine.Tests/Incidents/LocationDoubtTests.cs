using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Engine.Reports;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>That a location lies far outside of the region is a fact of the report like its location.</summary>
public sealed class LocationDoubtTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Location s_here = new(33.4, 43.3);
    private static readonly Location s_far = new(30.5, 47.8);

    [Fact]
    public void It_is_the_doubt_of_the_location_that_the_incident_shows()
    {
        var engine = Engine();
        Take(engine, 1, Report("weak", "E5", s_far));
        Assert.True(Shown(engine).LocationDoubt);
        Take(engine, 2, Report("best", "A1", null));
        Assert.True(Shown(engine).LocationDoubt);
        Take(engine, 3, Report("good", "B2", s_here));
        Assert.Equal((s_here, false), (Shown(engine).Location!.Value, Shown(engine).LocationDoubt));
        Assert.Equal(["weak"], Doubted(engine));
        Take(engine, 4, Report("good", "B2", null) with { Revision = 2, Retracted = true });
        Assert.True(Shown(engine).LocationDoubt);
        Take(engine, 5, Report("weak", "E5", s_here) with { Revision = 2 });
        Assert.False(Shown(engine).LocationDoubt);
    }

    [Fact]
    public void It_is_no_part_of_what_a_report_says() => Assert.Equal(
        ReportContent.Hash(Report("r", "B2", s_far)), ReportContent.Hash(Report("r", "B2", s_far) with { LocationDoubt = false }));

    [Fact]
    public void Log_snapshot_block_and_roll_up_have_it()
    {
        var engine = Engine();
        Take(engine, 1, Report("r", "B2", s_far));
        Take(engine, 2, Report("s", "B2", s_here) with { IncidentId = "two" });

        var writer = new RegionLogWriter();
        writer.SetNow(s_now.UtcTicks);
        writer.Add(new ReportInput(Report("r", "B2", s_far)));
        var step = Assert.Single(RegionLogReader.Read(writer.Finish()).Steps);
        Assert.True(Assert.IsType<ReportInput>(step.Input).Report.LocationDoubt);

        var restored = new Snapshots().Restart(engine, Engine());
        Assert.Equal([false, true], Doubts(restored));

        var country = new RegionEngine("IQ", RegionCatalog.Iso, EngineOptions.Default);
        var changes = restored.ChangesAfter(0).Select(static change => change.Change).ToList();
        country.Apply(1, s_now.UtcTicks, new RollUpInput("IQ-AN", 2, changes, null), new RegionOutput());
        var above = new Snapshots().Restart(country, new RegionEngine("IQ", RegionCatalog.Iso, EngineOptions.Default));
        Assert.Equal([false, true], Doubts(above));

        var later = s_now.AddDays(30);
        var last = Report("later", "B2", s_here) with { IncidentId = "three", OccurredAt = later };
        restored.Apply(3, later.UtcTicks, new ReportInput(last), new RegionOutput());
        restored.Acknowledge(long.MaxValue);
        Assert.True(restored.Archive.Archive(new ArchiveRules { MinIncidents = 1 }) > 0);
        var block = Assert.Single(restored.Archive.BlocksWith("wire-r", "r"));
        Assert.True(restored.Archive.Open(block.Content!.Value).Traces.Find("wire-r", "r")!.Report.LocationDoubt);
    }

    [Fact]
    public void Few_and_many_reports_show_the_same() => Gen.Int[0, 9_999].Array[1, 40].Sample(static drafts =>
    {
        var few = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default) { MaxChainedReports = 100 };
        var many = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default) { MaxChainedReports = 1 };
        for (var i = 0; i < drafts.Length; i++)
        {
            var draft = drafts[i];
            var report = Report(
                $"r{draft % 7}", new Grade((byte)(draft % Grade.Count)).ToString(), draft % 3 == 0 ? null : draft % 2 == 0 ? s_far : s_here)
                with
            { Revision = i + 1, Retracted = draft % 5 == 0 };
            Take(few, i + 1, report);
            Take(many, i + 1, report);
            Assert.Equal(few.Incidents().Select(static one => (one.Location, one.LocationDoubt)),
                many.Incidents().Select(static one => (one.Location, one.LocationDoubt)));
            Assert.All(few.Incidents(), static one => Assert.Equal(one.Location == s_far, one.LocationDoubt));
        }
    });

    private static RegionEngine Engine() => new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);

    private static Incident Shown(RegionEngine engine) => Assert.Single(engine.Incidents());

    private static IEnumerable<bool> Doubts(RegionEngine engine) =>
        engine.Incidents().OrderByDescending(static one => one.IncidentId).Select(static one => one.LocationDoubt);

    private static IEnumerable<string> Doubted(RegionEngine engine) =>
        Assert.Single(engine.View.Incidents(long.MinValue, long.MaxValue)).Reports
            .Where(static report => report.LocationDoubt).Select(static report => report.ReportId);

    private static void Take(RegionEngine engine, long sequence, Report report) =>
        engine.Apply(sequence, s_now.UtcTicks, new ReportInput(report), new RegionOutput());

    private static Report Report(string id, string grade, Location? location)
    {
        Assert.True(Grade.TryParse(grade, out var parsed));
        return new Report
        {
            ReportId = id,
            Source = $"wire-{id}",
            Region = "IQ-AN",
            Kind = "armed-assault",
            Family = Family.AttackOnSecurityForces,
            KindWeight = 2,
            OccurredAt = s_now,
            Grade = parsed,
            IncidentId = "one",
            Location = location,
            LocationDoubt = location == s_far,
        };
    }
}
