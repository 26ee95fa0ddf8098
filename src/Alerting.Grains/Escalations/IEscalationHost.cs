namespace Alerting.Grains.Escalations;

/// <summary>What the parts of the escalations use of their grain.</summary>
internal interface IEscalationHost
{
    /// <summary>The current instant, UTC ticks.</summary>
    long Now { get; }

    /// <summary>Cancelled when the activation ends.</summary>
    CancellationToken Stopping { get; }

    /// <summary>To be called before an event is raised that could be raised later as well.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogStoreUnavailableException">The event could not be made durable now.</exception>
    void EnsureWritable();

    /// <summary>Completes when everything raised so far is durable.</summary>
    Task CommitAsync();

    /// <summary>Something is due, or was done: starts what is due and sets the clock for the next. Returns at once.</summary>
    void Run();
}
