using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>An incident that a report opens without naming one has the id {source}:{reportId}.</summary>
public sealed class DerivedIdTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_that_read_alike_belong_to_one_incident_each()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        Assert.Equal("a:b:c", Take(engine, Report("a", "b:c", "Hit")));
        Assert.Equal("a:b:c:2", Take(engine, Report("a:b", "c", "Rawa")));
    }

    [Fact]
    public void A_report_that_names_a_derived_id_joins_its_incident()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        Take(engine, Report("wire:a", "r1", "Hit"));
        Assert.Equal("wire:a:r1", Take(engine, Report("wire-b", "x", "Rawa") with { IncidentId = "wire:a:r1" }));
        Assert.Single(engine.Incidents());
    }

    [Fact]
    public void The_id_outlives_the_report_that_gave_it()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        Take(engine, Report("wire-a", "r1", "Hit"));
        Assert.Equal("wire-a:r1", Take(engine, Report("wire-b", "x", "Hit")));
        Take(engine, Report("wire-a", "r1", "Hit") with { Revision = 2, Retracted = true });
        Assert.Equal("wire-a:r1", Assert.Single(engine.Incidents()).IncidentId);

        // Reinstated elsewhere, it finds its own id taken.
        Assert.Equal("wire-a:r1:2", Take(engine, Report("wire-a", "r1", "Rawa") with { Revision = 3 }));
    }

    [Fact]
    public void The_smallest_free_number_is_appended()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        var own = Report("wire-a", "r1", "Hit");
        Take(engine, own);
        for (var number = 1; number <= 5; number++)
        {
            // Another report holds the incident where it is, and a correction of the first moves to another town.
            Take(engine, Report("wire-b", $"x{number}", number == 1 ? "Hit" : $"Town {number}"));
            own = own with { Revision = number + 1, Town = $"Town {number + 1}" };
            Assert.Equal($"wire-a:r1:{number + 1}", Take(engine, own));
        }

        // Without its only report number 3 is free again; what moves takes it and not the next.
        Take(engine, Report("wire-b", "x3", "Town 3") with { Revision = 2, Retracted = true });
        Take(engine, Report("wire-b", "x6", "Town 6"));
        Assert.Equal("wire-a:r1:3", Take(engine, own with { Revision = 7, Town = "Town 7" }));
    }

    [Fact]
    public void What_an_old_log_tells_is_given_the_ids_that_it_was_given_then()
    {
        var moved = Report("wire-a", "r1", "Rawa") with { Revision = 4 };
        Assert.Equal("wire-a:r1:4", Replayed(moved, IdSuffix.Revision));
        Assert.Equal("wire-a:r1:2", Replayed(moved, IdSuffix.NextFree));
    }

    [Fact]
    public void Only_reports_that_gave_a_suffix_are_logged_in_a_way_that_former_versions_cannot_read()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        var output = new RegionOutput();
        engine.Apply(s_now.UtcTicks, new ReportInput(Report("wire-a", "r1", "Hit")), output);
        Assert.False(output.GaveSuffix);
        engine.Apply(s_now.UtcTicks, new ReportInput(Report("wire-b", "x", "Hit")), output);
        Assert.False(output.GaveSuffix);
        engine.Apply(s_now.UtcTicks, new ReportInput(Report("wire-a", "r1", "Rawa") with { Revision = 2 }), output);
        Assert.True(output.GaveSuffix);
        engine.Apply(s_now.UtcTicks, new ReportInput(Report("wire-a", "r1", "Rawa") with { Revision = 2 }), output);
        Assert.False(output.GaveSuffix);
    }

    /// <summary>The id under which a report that has moved is known after its log was read again.</summary>
    private static string? Replayed(Report moved, IdSuffix suffix)
    {
        var writer = new RegionLogWriter();
        writer.SetNow(s_now.UtcTicks);
        writer.Add(Report("wire-a", "r1", "Hit"), IdSuffix.Revision);
        writer.Add(Report("wire-b", "x", "Hit"), IdSuffix.Revision);
        writer.Add(moved, suffix);
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        string? last = null;
        foreach (var step in RegionLogReader.Read(writer.Finish()).Steps)
        {
            last = engine.Apply(step.Now, step.Input!, new RegionOutput())!.Value.IncidentId;
        }

        return last;
    }

    private static string? Take(RegionEngine engine, Report report) =>
        engine.Apply(s_now.UtcTicks, new ReportInput(report), new RegionOutput())!.Value.IncidentId;

    private static Report Report(string source, string reportId, string town) => Sample.RoadsideBomb(reportId, s_now, source).In(town);
}
