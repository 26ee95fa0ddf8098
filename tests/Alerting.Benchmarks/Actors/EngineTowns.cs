using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Benchmarks;

/// <summary>The product's engine called directly, without grains and log, with the five default thresholds.</summary>
internal sealed class EngineTowns : IActorPeer
{
    private long _reports;

    public Func<Sighting, Task> Open(string region)
    {
        var engine = new RegionEngine(region, RegionCatalog.Iso, EngineOptions.Default);
        var output = new RegionOutput();
        var start = TimeProvider.System.GetUtcNow();
        engine.Apply(
            0, start.UtcTicks,
            new AdoptInput([.. DefaultThresholds.All.Select(t => new ThresholdVersion(t.Id, 1, t, start, "benchmark", null))]),
            output);
        return sighting =>
        {
            var number = Interlocked.Increment(ref _reports);
            engine.Apply(number, sighting.At, new ReportInput(ProductTowns.ReportOf(sighting, number)), output);
            output.Clear();
            return Task.CompletedTask;
        };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
