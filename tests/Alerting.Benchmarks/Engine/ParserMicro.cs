using System.Text;
using System.Text.Json;
using Alerting.Engine;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Json;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Server.Reports;
using BenchmarkDotNet.Attributes;

namespace Alerting.Benchmarks;

/// <summary>One report from bytes. Public and open, as BenchmarkDotNet asks for.</summary>
public class ParserMicro
{
    private const int Operations = 20_000;

    private readonly ReportParser _parser = new(RegionCatalog.Iso, KindCatalog.Shipped);
    private ReportRules _rules;
    private byte[][] _lines = null!;

    [GlobalSetup]
    public void Fill()
    {
        _rules = ReportRules.Live(TimeProvider.System.GetUtcNow(), EngineOptions.Default);
        var body = Encoding.UTF8.GetString(LoadFacts.Make(Target.Regions, Operations, "micro", 1).Bodies[0]);
        _lines = [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Parse()
    {
        var parsed = 0;
        foreach (var line in _lines)
        {
            parsed += _parser.Parse(line, _rules).Report is null ? 0 : 1;
        }

        return parsed;
    }

    /// <summary>
    /// What the serializer alone takes, strictly, before any rule of reports is looked at: what a reader without hands costs at
    /// least.
    /// </summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int Deserialize()
    {
        var read = 0;
        foreach (var line in _lines)
        {
            read += JsonSerializer.Deserialize(line, ApiJson.Wire.ReportBody) is null ? 0 : 1;
        }

        return read;
    }
}
