namespace Alerting.Benchmarks;

/// <summary>A detector for each region, asked and answered.</summary>
internal interface IActorPeer : IAsyncDisposable
{
    /// <summary>The way to a region: a task that completes with its answer.</summary>
    Func<Sighting, Task> Open(string region);
}
