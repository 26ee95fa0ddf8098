using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Archive;

/// <summary>Thousands of incidents over months: many blocks, whole chunks of timelines, corrections of what is long gone.</summary>
public sealed class ArchivingTests
{
    private const int Reports = 12_000;
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ArchiveRules s_rules = new() { MinIncidents = 256, BlockSize = 128 };
    private static readonly string[] s_kinds = ["protest", "armed-clash", "ied", "arrest"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_region_that_archives_raises_and_shows_the_same_as_one_that_does_not(int seed)
    {
        var random = new Random(seed);
        var (plain, plainOutput) = (Create(), new RegionOutput());
        var (lean, leanOutput) = (Create(), new RegionOutput());
        var stored = new Snapshots();
        var restored = 0;
        for (var i = 0; i < Reports; i++)
        {
            var now = (s_start + (TimeSpan.FromDays(120) * i / Reports)).UtcTicks;
            var report = Next(random, i, now);
            foreach (var block in lean.Archive.BlocksFor(new ReportInput(report)))
            {
                restored++;
                Assert.True(lean.Archive.Restore(block, block.Content ?? stored[block.Name!]));
            }

            var expected = plain.Apply(i + 1, now, new ReportInput(report), plainOutput);
            Assert.Equal(expected!.Value.Status, lean.Apply(i + 1, now, new ReportInput(report), leanOutput)!.Value.Status);
            if (i % 512 == 0)
            {
                lean.Acknowledge(i + 1);
                lean.Archive.Archive(s_rules);
                lean = stored.Restart(lean, new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default));
                Assert.Equal(plain.View.FiguresAt(now).Towns24h, lean.View.FiguresAt(now).Towns24h);
                Assert.Equal(plain.View.FiguresAt(now).Score, lean.View.FiguresAt(now).Score);
            }
        }

        Assert.NotEmpty(plainOutput.Revisions);
        Assert.Equal(
            plainOutput.Revisions.Select(static r => (r.AlertId, r.Revision, r.Change, r.UpdatedAt, r.Measure.Value, r.Explanation)),
            leanOutput.Revisions.Select(static r => (r.AlertId, r.Revision, r.Change, r.UpdatedAt, r.Measure.Value, r.Explanation)));
        Assert.Equal(plainOutput.Levels, leanOutput.Levels);
        Assert.True(lean.Archive.Blocks.Count > 3, $"{lean.Archive.Blocks.Count} blocks");
        Assert.True(restored > 3, $"{restored} restored");
        Assert.True(stored.Kept > 100, $"{stored.Kept} parts kept");
        Assert.Equal(plain.View.ReportCount, lean.View.ReportCount);

        var everything = lean.View.Incidents(long.MinValue, long.MaxValue)
            .Concat(lean.Archive.Blocks.SelectMany(b => lean.Archive.Read(b.Content ?? stored[b.Name!])))
            .ToDictionary(static i => i.Incident.IncidentId);
        foreach (var item in plain.View.Incidents(long.MinValue, long.MaxValue))
        {
            var id = item.Incident.IncidentId;
            Assert.Equivalent(item.Incident, everything[id].Incident);
            Assert.Equal(item.Reports, everything[id].Reports);
            Assert.Equal(item.ReportCount, everything[id].ReportCount);
            everything.Remove(id);
        }

        Assert.Empty(everything);
    }

    private static RegionEngine Create()
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default) { PartBits = 3, MaxChainedReports = 2 };
        engine.Apply(s_start.UtcTicks, new AdoptInput([.. DefaultThresholds.All.Select(static t => new ThresholdVersion(t.Id, 1, t, s_start, "test", null))]), new RegionOutput());
        return engine;
    }

    /// <summary>Mostly news; now and then a correction, a retraction, a duplicate or a latecomer, of any age.</summary>
    private static Report Next(Random random, int i, long now)
    {
        var what = random.Next(100);
        var number = what < 94 ? i : random.Next(i + 1);
        var report = new Report
        {
            ReportId = $"r{number}",
            Source = $"wire-{number % 3}",
            Region = "IQ-AN",
            Revision = what < 94 ? 1 : 1 + random.Next(3),
            Retracted = what == 99,
            Town = $"Town {number % 9}",
            Precision = Precision.Town,
            Kind = s_kinds[number % 4],
            Family = (number % 4) switch { 0 => Family.Unrest, 1 => Family.Battle, 2 => Family.Explosion, _ => Family.Strategic },
            KindWeight = number % 4 == 3 ? 0 : 0.1,
            OccurredAt = Instants.FromTicks(what == 93 ? now - random.NextInt64(90 * TimeSpan.TicksPerDay) : (s_start + (TimeSpan.FromDays(120) * number / Reports)).UtcTicks),
            Killed = number % 400 == 0 ? 12 : null,
            IncidentId = number % 50 == 7 ? $"inc-{number / 500}" : null,
        };
        return report.OccurredAt.UtcTicks < s_start.UtcTicks ? report with { OccurredAt = s_start } : report;
    }
}
