using System.Diagnostics;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Benchmarks;

/// <summary>
/// The windows without correlation and duplicate check: a country that takes what a region below has concluded, in
/// batches as they come over a hop.
/// </summary>
internal sealed class CountryFeed
{
    private const int Batch = 256;

    private readonly RegionEngine _child = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private readonly RegionEngine _country = new("IQ", RegionCatalog.Iso, EngineOptions.Default);
    private long _childSequence;
    private long _countrySequence;
    private readonly RegionOutput _output = new();
    private readonly EngineReports _reports;
    private readonly int _perRound;

    public CountryFeed(int thresholds, EngineReports reports, int fill, int perRound)
    {
        _reports = reports;
        _perRound = perRound;
        _country.Apply(
            0, EngineReports.Start.UtcTicks,
            new AdoptInput(EngineThresholds.Make(thresholds, EngineReports.Start, Alerting.Thresholds.Depth.Root)), _output);
        _output.Clear();
        Take(Conclude(fill));
    }

    public double Measure()
    {
        var batches = Conclude(_perRound);
        var started = Stopwatch.GetTimestamp();
        Take(batches);
        return _perRound / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private List<(long Now, RollUpInput Input)> Conclude(int count)
    {
        var batches = new List<(long Now, RollUpInput Input)>();
        foreach (var batch in _reports.Next(count).Chunk(Batch))
        {
            _childSequence++;
            foreach (var (report, now) in batch)
            {
                _child.Apply(_childSequence, now, new ReportInput(report), _output);
            }

            batches.Add((batch[^1].Now, new RollUpInput("IQ-AN", _childSequence, _output.IncidentChanges.ToArray(), null)));
            _output.Clear();
        }

        return batches;
    }

    private void Take(List<(long Now, RollUpInput Input)> batches)
    {
        foreach (var (now, input) in batches)
        {
            _country.Apply(++_countrySequence, now, input, _output);
            _output.Clear();
        }
    }
}
