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
        Assert.Equal("a:b:c:1", Take(engine, Report("a:b", "c", "Rawa")));
    }

    [Fact]
    public void A_report_that_names_a_derived_id_joins_its_incident()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        Take(engine, Report("wire:a", "r1", "Hit"));
        Assert.Equal("wire:a:r1", Take(engine, Report("wire-b", "x", "Rawa") with { IncidentId = "wire:a:r1" }));
        Assert.Equal(1, engine.IncidentCount);
    }

    [Fact]
    public void The_id_outlives_the_report_that_gave_it()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        Take(engine, Report("wire-a", "r1", "Hit"));
        Assert.Equal("wire-a:r1", Take(engine, Report("wire-b", "x", "Hit")));
        Take(engine, Report("wire-a", "r1", "Hit") with { Revision = 2, Retracted = true });
        Assert.Equal("wire-a:r1", Assert.Single(engine.Incidents(long.MinValue, long.MaxValue)).IncidentId);

        // Reinstated elsewhere, it finds its own id taken.
        Assert.Equal("wire-a:r1:3", Take(engine, Report("wire-a", "r1", "Rawa") with { Revision = 3 }));
    }

    private static string? Take(RegionEngine engine, Report report) => engine.Apply(s_now.UtcTicks, new ReportInput(report), new RegionOutput())!.Value.IncidentId;

    private static Report Report(string source, string reportId, string town) => new()
    {
        Source = source,
        ReportId = reportId,
        Region = "IQ-AN",
        Town = town,
        Precision = Precision.Town,
        Kind = "ied",
        Family = Family.Explosion,
        KindWeight = 2,
        OccurredAt = s_now,
    };
}
