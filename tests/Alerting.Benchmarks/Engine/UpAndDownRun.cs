using System.Diagnostics;
using System.Globalization;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Benchmarks;

/// <summary>
/// The engine alone on one core: a country with sixteen regions, in order, the five default thresholds, no alert; what
/// it allocates and keeps, and how long a region takes to be saved and restored.
/// </summary>
internal static class UpAndDownRun
{
    private const int Batch = 256;
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Run(int reports, int rounds)
    {
        var catalog = RegionCatalog.Iso;
        var codes = catalog.ChildrenOf("IQ").Take(16).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var facts = Reports(codes, reports);
            var children = codes.Select(code => Adopted(code, catalog)).ToArray();
            var parent = Adopted("IQ", catalog);
            var output = new RegionOutput();
            var changes = new List<RollUpInput>();
            var now = s_start.UtcTicks;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var live = GC.GetTotalMemory(forceFullCollection: true);
            var collections = GC.CollectionCount(0);
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < facts.Length; i += Batch)
            {
                var child = children[i / Batch % children.Length];
                var sequence = (i / Batch) + 1;
                for (var k = i; k < Math.Min(i + Batch, facts.Length); k++)
                {
                    now = facts[k].OccurredAt.UtcTicks;
                    child.Apply(sequence, now, new ReportInput(facts[k]), output);
                }

                changes.Add(new RollUpInput(child.Region.Code, sequence, output.IncidentChanges.ToArray(), null));
                output.Clear();
            }

            var regions = Stopwatch.GetElapsedTime(started);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var kept = GC.GetTotalMemory(forceFullCollection: true) - live;
            var gcs = GC.CollectionCount(0) - collections;
            before = GC.GetAllocatedBytesForCurrentThread();
            started = Stopwatch.GetTimestamp();
            for (var i = 0; i < changes.Count; i++)
            {
                parent.Apply(i + 1, now, changes[i], output);
                output.Clear();
            }

            var above = Stopwatch.GetElapsedTime(started);
            var allocatedAbove = GC.GetAllocatedBytesForCurrentThread() - before;
            var keptAbove = GC.GetTotalMemory(forceFullCollection: true) - live - kept;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"regions: {reports / regions.TotalSeconds:N0} reports/s, {allocated / reports} B allocated, {kept / reports} B "
                + $"kept a report, {gcs} collections; country: {reports / above.TotalSeconds:N0}/s, {allocatedAbove / reports} "
                + $"B allocated, {keptAbove / reports} B kept"));
            Restore(reports);
            GC.KeepAlive(facts);
            GC.KeepAlive(children);
            GC.KeepAlive(parent);
            GC.KeepAlive(changes);
        }
    }

    private static void Restore(int reports)
    {
        var engine = Adopted("IQ-AN", RegionCatalog.Iso);
        var output = new RegionOutput();
        foreach (var report in Reports(["IQ-AN"], reports))
        {
            engine.Apply(1, report.OccurredAt.UtcTicks, new ReportInput(report), output);
            output.Clear();
        }

        var writer = new WireWriter(1 << 16);
        var started = Stopwatch.GetTimestamp();
        engine.Snapshot.Prepare(null).Write(writer);
        var saved = Stopwatch.GetElapsedTime(started);
        var again = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        started = Stopwatch.GetTimestamp();
        var collections = GC.CollectionCount(0);
        var paused = GC.GetTotalPauseDuration();
        var reader = new WireReader(writer.Written);
        again.Snapshot.RestoreAsync(reader, static _ => throw new InvalidOperationException("There are no parts."))
            .AsTask()
            .GetAwaiter()
            .GetResult();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one region: saved in {saved.TotalSeconds:0.00} s, {writer.Length / reports} B a report; restored in "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s, of which "
            + $"{(GC.GetTotalPauseDuration() - paused).TotalSeconds:0.00} s in {GC.CollectionCount(0) - collections} collections"));
        GC.KeepAlive(engine);
        GC.KeepAlive(again);
    }

    private static RegionEngine Adopted(string code, RegionCatalog catalog)
    {
        var engine = new RegionEngine(code, catalog, EngineOptions.Default);
        var output = new RegionOutput();
        var versions = DefaultThresholds.All.Select(static t => new ThresholdVersion(t.Id, 1, t, s_start, "benchmark", null)).ToList();
        engine.Apply(0, s_start.UtcTicks, new AdoptInput(versions), output);
        return engine;
    }

    private static Report[] Reports(string[] codes, int count)
    {
        var step = TimeSpan.FromDays(2) / count;
        var towns = Enumerable.Range(0, 10).Select(static i => $"Town {i}").ToArray();
        return [.. Enumerable.Range(0, count).Select(i => new Report
        {
            ReportId = string.Create(CultureInfo.InvariantCulture, $"load-{i}"),
            Source = "wire-a",
            Region = codes[i / Batch % codes.Length],
            Town = towns[i % 10],
            Precision = Precision.Town,
            Kind = i % 3 == 0 ? "arrest" : "checkpoint-set-up",
            Family = Family.Strategic,
            KindWeight = 0,
            OccurredAt = s_start + (step * i),
        })];
    }
}
