namespace Alerting.Grains.Subscriptions;

/// <summary>What the parts of a subscription need of its grain.</summary>
internal interface ISubscriptionHost
{
    /// <summary>UTC ticks.</summary>
    long Now { get; }

    /// <summary>Cancelled when the activation ends.</summary>
    CancellationToken Stopping { get; }

    /// <summary>To be called before an event is raised that can wait.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogStoreUnavailableException">It could not be made durable now.</exception>
    void EnsureWritable();

    /// <summary>Completes when all that has been raised is durable.</summary>
    Task CommitAsync();

    /// <summary>Has the deliveries looked at again at this instant, in UTC ticks; null: at none.</summary>
    void LookAgainAt(long? at);
}
