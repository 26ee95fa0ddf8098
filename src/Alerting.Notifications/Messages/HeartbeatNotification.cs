namespace Alerting.Notifications.Messages;

/// <summary>Tells that the subscription is connected: whoever misses it knows that alerts would not arrive either.</summary>
public sealed record HeartbeatNotification : NotificationMessage
{
    private readonly DateTimeOffset _at;

    /// <param name="subscriptionId">The subscription that is told.</param>
    /// <param name="at">When it was due.</param>
    /// <param name="interval">When to expect the next.</param>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public HeartbeatNotification(string subscriptionId, DateTimeOffset at, Duration interval)
    {
        (Id, SubscriptionId, _at, Interval) = ($"heartbeat.{subscriptionId}.{at.UtcTicks}", subscriptionId, at, interval);
    }

    /// <summary>How long after this one to expect the next.</summary>
    public Duration Interval { get; }

    /// <inheritdoc/>
    public override string Type => "system.heartbeat";

    /// <inheritdoc/>
    public override DateTimeOffset At => _at;

    internal override MessageTone Tone => MessageTone.Good;
}
