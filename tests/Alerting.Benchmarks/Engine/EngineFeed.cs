using System.Diagnostics;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Benchmarks;

/// <summary>A region's engine whose windows are full, and rounds of reports into it, on one core.</summary>
internal sealed class EngineFeed
{
    private readonly RegionEngine _engine = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private long _sequence;
    private readonly RegionOutput _output = new();
    private readonly EngineReports _reports;
    private readonly int _perRound;

    public EngineFeed(int thresholds, EngineReports reports, int fill, int perRound)
    {
        _reports = reports;
        _perRound = perRound;
        _engine.Apply(0, EngineReports.Start.UtcTicks, new AdoptInput(EngineThresholds.Make(thresholds, EngineReports.Start)), _output);
        while (fill > 0)
        {
            var some = Math.Min(fill, 100_000);
            Take(reports.Next(some));
            fill -= some;
        }
    }

    /// <summary>Bytes allocated per report in the last round, kept ones included.</summary>
    public long Allocated { get; private set; }

    /// <summary>One round: reports a second.</summary>
    public double Measure()
    {
        var reports = _reports.Next(_perRound);

        // What the collector does in a round is then due to what the engine allocates, not to the reports made for it.
        GC.Collect();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        Take(reports);
        var took = Stopwatch.GetElapsedTime(started);
        Allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / reports.Length;
        return reports.Length / took.TotalSeconds;
    }

    private void Take((Alerting.Reports.Report Report, long Now)[] reports)
    {
        foreach (var (report, now) in reports)
        {
            _engine.Apply(++_sequence, now, new ReportInput(report), _output);
            if (_output.Revisions.Count > 0)
            {
                throw new InvalidOperationException("Nothing should be raised here.");
            }

            _output.Clear();
        }
    }
}
