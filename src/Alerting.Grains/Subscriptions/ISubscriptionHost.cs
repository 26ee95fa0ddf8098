namespace Alerting.Grains.Subscriptions;

/// <summary>What the parts of a subscription use of its grain.</summary>
internal interface ISubscriptionHost
{
    /// <summary>The current instant, UTC ticks.</summary>
    long Now { get; }

    /// <summary>Cancelled when the activation ends.</summary>
    CancellationToken Stopping { get; }

    /// <summary>To be called before an event is raised that could be raised later as well.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogStoreUnavailableException">The event could not be made durable
    /// now.</exception>
    void EnsureWritable();

    /// <summary>Completes when everything raised so far is durable.</summary>
    Task CommitAsync();

    /// <summary>Makes the deliveries be examined again at this instant, UTC ticks; null: at no instant.</summary>
    void LookAgainAt(long? at);
}
