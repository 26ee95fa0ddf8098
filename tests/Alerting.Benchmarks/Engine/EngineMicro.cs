using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using BenchmarkDotNet.Attributes;

namespace Alerting.Benchmarks;

/// <summary>One report in order into a region whose windows are full. Public and open, as BenchmarkDotNet asks for.</summary>
public class EngineMicro
{
    private const int Operations = 5_000;
    private const int InWindow = 1_000;

    private readonly RegionOutput _output = new();
    private RegionEngine _engine = null!;
    private long _sequence;
    private EngineReports _reports = null!;
    private (Report Report, long Now)[] _next = null!;

    [Params(1, 10, 100)]
    public int Thresholds { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
        _reports = new EngineReports(InWindow);
        _engine.Apply(0, EngineReports.Start.UtcTicks, new AdoptInput(EngineThresholds.Make(Thresholds, EngineReports.Start)), _output);
        Prepare();
        Take();
    }

    [IterationSetup]
    public void Prepare() => _next = _reports.Next(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Take()
    {
        foreach (var (report, now) in _next)
        {
            _engine.Apply(++_sequence, now, new ReportInput(report), _output);
            _output.Clear();
        }
    }
}
