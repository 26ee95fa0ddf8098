namespace Alerting.Benchmarks;

/// <summary>What an actor of each peer does: the distinct-towns rule of one region, in memory, in order.</summary>
internal sealed class Detector
{
    private const int AtLeast = 3;

    private readonly TownWindow _window = new(EngineThresholds.Window.Ticks);

    /// <summary>Whether three towns were hit within two hours.</summary>
    public bool Take(Sighting sighting) => _window.Take(sighting.Town, sighting.At) >= AtLeast;
}

/// <param name="At">UTC ticks.</param>
[GenerateSerializer, Immutable]
public sealed record Sighting([property: Id(0)] string Region, [property: Id(1)] string Town, [property: Id(2)] long At);
