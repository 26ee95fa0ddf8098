namespace Alerting.Benchmarks;

/// <summary>The floor: the detector called directly.</summary>
internal sealed class DirectTowns : IActorPeer
{
    public Func<Sighting, Task> Open(string region)
    {
        var detector = new Detector();
        return sighting => Task.FromResult(detector.Take(sighting));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
