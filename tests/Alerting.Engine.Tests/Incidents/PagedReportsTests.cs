using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>The reports of one incident, page by page.</summary>
public sealed class PagedReportsTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pages_hold_every_report_once_best_first_whatever_comes_meanwhile() =>
        Gen.Select(Gen.Int[0, 9_999].Array[1, 60], Gen.Int[1, 9], Gen.Int[1, 20]).Sample(static (drafts, limit, chained) =>
        {
            var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default) { MaxChainedReports = chained };
            for (var i = 0; i < drafts.Length; i++)
            {
                Take(engine, drafts[i], i);
            }

            var before = engine.View.Reports("one", null, int.MaxValue)!;
            Assert.Equal(drafts.Length, before.Count);
            Assert.Equal(before.Take(IncidentReport.MaxListed), Assert.Single(engine.View.Incidents(long.MinValue, long.MaxValue)).Reports);

            var paged = new List<IncidentReport>();
            ReportPlace? after = null;
            while (engine.View.Reports("one", after, limit) is { Count: > 0 } page)
            {
                Assert.True(page.Count <= limit);
                paged.AddRange(page);
                Assert.True(ReportPlace.TryParse(ReportPlace.Of(page[^1]).ToString(), out after));
                if (paged.Count < 100)
                {
                    // Of any rank; those that rank behind the page are still to come, those before it are not.
                    Take(engine, drafts[0] + (paged.Count * 7), drafts.Length + paged.Count);
                }
            }

            var known = before.Select(static r => r.ReportId).ToHashSet();
            Assert.Equal(before, paged.Where(r => known.Contains(r.ReportId)));
            Assert.Equal(paged.Count, paged.Select(static r => r.ReportId).Distinct().Count());
        });

    [Fact]
    public void An_incident_that_is_put_away_is_read_in_its_block()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        for (var i = 0; i < 40; i++)
        {
            Take(engine, i, i);
        }

        engine.Apply(s_now.UtcTicks, new ReportInput(Report("alone", 0) with { IncidentId = null }), new RegionOutput());
        var before = engine.View.Reports("one", null, 1_000)!;
        var later = s_now.AddDays(30);
        engine.Apply(
            later.UtcTicks, new ReportInput(Report("later", 0) with { IncidentId = null, OccurredAt = later }), new RegionOutput());
        engine.Acknowledge(long.MaxValue);
        Assert.Equal(2, engine.Archive.Archive(new ArchiveRules { MinIncidents = 1 }));

        foreach (var (id, expected) in new[] { ("one", 40), ("wire-a:alone", 1) })
        {
            Assert.Null(engine.View.Reports(id, null, 1_000));
            var opened = engine.Archive.Open(Assert.Single(engine.Archive.BlocksWith(id)).Content!.Value);
            Assert.Equal(expected, opened.Reports(id, null, 1_000)!.Count);
        }

        Assert.Equal(
            before, engine.Archive.Open(Assert.Single(engine.Archive.BlocksWith("one")).Content!.Value).Reports("one", null, 1_000));
        Assert.Empty(engine.Archive.BlocksWith("two"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("B2~1~0~0~9~wire")]
    [InlineData("B2~1~0~0~4~wire")]
    [InlineData("B2~-1~0~0~1~wire")]
    [InlineData("Z9~1~0~0~1~wire")]
    public void What_no_page_ended_with_is_no_place(string text) => Assert.False(ReportPlace.TryParse(text, out _));

    private static void Take(RegionEngine engine, int draft, int number) =>
        engine.Apply(s_now.UtcTicks, new ReportInput(Report($"r~{number}", draft)), new RegionOutput());

    private static Report Report(string reportId, int draft) => new()
    {
        Source = draft % 3 == 0 ? "wire-a" : "wire~b",
        ReportId = reportId,
        Region = "IQ-AN",
        Kind = "ied",
        Family = Family.Explosion,
        KindWeight = 2,
        Grade = new Grade((byte)(draft % Grade.Count)),
        OccurredAt = s_now.AddMinutes(-(draft % 7)),
        Killed = draft % 5 == 0 ? null : draft % 4,
        Wounded = draft % 2 == 0 ? null : draft % 3,
        IncidentId = "one",
    };
}
