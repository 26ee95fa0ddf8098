using System.Globalization;
using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Archive;

/// <summary>Months of reports in a region that forgets, beside one that does not and beside a replay of its log.</summary>
public sealed class ForgettingBesideTests(ITestOutputHelper output)
{
    private const int Days = 180;
    private const int ReportsADay = 60;
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Alerts that end: an alert that stays open keeps what it has counted.
    private static readonly IEnumerable<Threshold> s_thresholds = DefaultThresholds.All.Select(static t => t with { ClearBelow = t.AtLeast });

    private static readonly ArchiveRules s_rules = new() { MinIncidents = 64, BlockSize = 64 };

    [Theory]
    [InlineData(1, 45)]
    [InlineData(2, 45)]
    [InlineData(3, 12)]
    public void A_region_that_forgets_raises_the_same_and_holds_no_more_than_the_retention(int seed, int retention)
    {
        var random = new Random(seed);
        var options = EngineOptions.Default with { Retention = TimeSpan.FromDays(retention) };
        var (plain, plainOutput) = (Create(options), new RegionOutput());
        var (lean, leanOutput) = (Create(options), new RegionOutput());
        var (replay, replayOutput) = (Create(options), new RegionOutput());
        var stored = new Snapshots();
        var sizes = new List<Size>();
        var forgotten = 0L;
        for (var i = 0; i < Days * ReportsADay; i++)
        {
            var now = At((double)i / ReportsADay);
            var report = Next(random, i, retention);
            var expected = plain.Apply(i + 1, now, new ReportInput(report), plainOutput)!.Value;
            Restore(lean, new ReportInput(report), stored);
            var actual = lean.Apply(i + 1, now, new ReportInput(report), leanOutput)!.Value;
            Assert.Equal((expected.Status, expected.IncidentId), (actual.Status, actual.IncidentId));
            replay.Apply(i + 1, now, new ReportInput(report), replayOutput);
            if (i % 256 == 255)
            {
                lean.Acknowledge(i + 1);
                if (lean.Forgetting.Due(now, i + 1 - (retention * ReportsADay)) is { } forget)
                {
                    forgotten = forget.Before;
                    Restore(lean, forget, stored);
                    lean.Apply(i + 1, now, forget, leanOutput);
                    replay.Apply(i + 1, now, forget, replayOutput);
                    Assert.Equal(replay.View.ReportCount, lean.View.ReportCount);
                }

                lean.Archive.Archive(s_rules);
                lean.Archive.TakeForgotten();
                lean = stored.Restart(lean, new RegionEngine("IQ-AN", RegionCatalog.Iso, options) { PartBits = 5, MaxChainedReports = 2 });
                Assert.Equal(plain.View.FiguresAt(now).Towns24h, lean.View.FiguresAt(now).Towns24h);
                Assert.Equal(plain.View.FiguresAt(now).Score, lean.View.FiguresAt(now).Score);
            }

            if (i % (30 * ReportsADay) == (30 * ReportsADay) - 1)
            {
                sizes.Add(SizeOf(lean, stored));
                output.WriteLine($"month {sizes.Count}: {sizes[^1]}; without forgetting {SizeOf(plain, null)}");
            }
        }

        Assert.NotEmpty(plainOutput.Revisions);
        Assert.Equal(Told(plainOutput), Told(leanOutput));
        Assert.Equal(Told(plainOutput), Told(replayOutput));
        Assert.Equal(plainOutput.Levels, leanOutput.Levels);

        // What is left is the same, wherever it lies, and is what lies within the retention.
        var left = Everything(lean, stored);
        Assert.Equal(Everything(replay, stored), left);
        Assert.True(forgotten > At(Days - retention - 45), "what is old is forgotten as time goes on");
        var young = Everything(plain, stored).Where(item => item.LastEventAt >= forgotten).ToList();
        Assert.Subset(Everything(plain, stored).ToHashSet(), left.ToHashSet());
        Assert.Superset(young.ToHashSet(), left.ToHashSet());
        Assert.InRange(left.Count, young.Count, young.Count * 1.05);
        Assert.Equal(plain.View.LevelHistory.Where(change => change.At >= forgotten), lean.View.LevelHistory.Where(change => change.At >= forgotten));
        Assert.InRange(lean.View.LevelHistory.Count(change => change.At < forgotten), 0, 1);

        Assert.InRange(sizes[5].Reports, 1, (int)(sizes[2].Reports * 1.2));
        Assert.InRange(sizes[5].Blocks, 1, (int)(sizes[2].Blocks * 1.2));
        Assert.InRange(sizes[5].Snapshot, 1, (int)(sizes[2].Snapshot * 1.2));
        Assert.InRange(sizes[5].Levels, 1, (int)(sizes[2].Levels * 1.4) + 8);
        Assert.True(SizeOf(plain, null).Reports > sizes[5].Reports * 2, "without forgetting there is more");
    }

    private static long At(double day) => (s_start + TimeSpan.FromDays(day)).UtcTicks;

    private static RegionEngine Create(EngineOptions options)
    {
        var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, options) { PartBits = 5, MaxChainedReports = 2 };
        engine.Apply(
            At(0),
            new AdoptInput([.. s_thresholds.Select(static t => new ThresholdVersion(t.Id, 1, t, s_start, "test", null))]),
            new RegionOutput());
        return engine;
    }

    private static void Restore(RegionEngine engine, RegionInput input, Snapshots stored)
    {
        foreach (var block in engine.Archive.BlocksFor(input))
        {
            Assert.True(engine.Archive.Restore(block, block.Content ?? stored[block.Name!]));
        }
    }

    private static IEnumerable<object> Told(RegionOutput output) =>
        output.Revisions.Select(static r => (object)(r.AlertId, r.Revision, r.Change, r.UpdatedAt, r.Measure.Value, r.EvidenceCount, r.Explanation));

    private static List<Item> Everything(RegionEngine engine, Snapshots stored) =>
    [
        .. engine.View.Incidents(long.MinValue, long.MaxValue)
            .Concat(engine.Archive.Blocks.SelectMany(b => engine.Archive.Read(b.Content ?? stored[b.Name!])))
            .Select(static item => new Item(
                item.Incident.IncidentId,
                item.Incident.OccurredAt,
                item.Incident.Killed,
                item.ReportCount,
                item.Reports.Max(static report => report.OccurredAt.UtcTicks)))
            .OrderBy(static item => item.Id, StringComparer.Ordinal),
    ];

    private static Size SizeOf(RegionEngine engine, Snapshots? stored)
    {
        var writer = new WireWriter();
        if (stored is null)
        {
            engine.Snapshot.Prepare(null).Write(writer);
        }

        return new Size(
            engine.View.ReportCount,
            engine.Incidents().Count,
            engine.Archive.Blocks.Count,
            engine.View.LevelHistory.Count,
            stored?.Bytes ?? writer.Length);
    }

    /// <summary>Mostly news; now and then a correction, a withdrawal, a duplicate or a latecomer, of events within the retention.</summary>
    private static Report Next(Random random, int i, int retention)
    {
        var what = random.Next(100);
        var oldest = Math.Max(0, i - ((retention - 1) * ReportsADay));
        var number = what < 94 ? i : random.Next(oldest, i + 1);
        var late = what == 93 ? random.Next(oldest, i + 1) : number;
        return new Report
        {
            ReportId = string.Create(CultureInfo.InvariantCulture, $"r{number}"),
            Source = $"wire-{number % 3}",
            Region = "IQ-AN",
            Revision = what < 94 ? 1 : 1 + random.Next(3),
            Retracted = what == 99,
            Town = $"Town {number % 9}",
            Precision = Precision.Town,
            Kind = number % 2 == 0 ? "armed-clash" : "ied",
            Family = number % 2 == 0 ? Family.Battle : Family.Explosion,
            KindWeight = 0.1,
            OccurredAt = Instants.FromTicks(At((double)late / ReportsADay)),
            Killed = number % 300 == 0 ? 12 : null,
            IncidentId = number % 50 == 7 ? $"inc-{number / 500}" : null,
        };
    }

    private sealed record Item(string Id, long OccurredAt, int Killed, int ReportCount, long LastEventAt);

    private sealed record Size(int Reports, int InMemory, int Blocks, int Levels, int Snapshot);
}
