using Alerting.Notifications.Subscriptions;

namespace Alerting.Notifications.Pacing;

/// <summary>A heartbeat that is to be sent, or was last.</summary>
/// <param name="At">When it was due, UTC ticks: what its message states.</param>
/// <param name="Sequence">Number of its message.</param>
/// <param name="IsSent">Whether it arrived.</param>
internal sealed record HeartbeatState(long At, long Sequence, bool IsSent);

/// <summary>
/// Heartbeats: messages that say that the line stands. They are numbered as all messages are, so one that does not arrive is
/// tried until it does, and the next one follows an interval after that.
/// </summary>
internal static class Heartbeats
{
    /// <summary>When a heartbeat is to be sent, UTC ticks, 0 for at once; null: never.</summary>
    public static long? HeartbeatDue(this SubscriptionState state) =>
        state is not { IsActive: true, Definition.Delivery.Heartbeat: { } interval } ? null
        : state.Heartbeat is { IsSent: true } last ? last.At + interval.Value.Ticks
        : 0;

    /// <summary>Makes a heartbeat of it if one is due and there is none.</summary>
    /// <param name="now">UTC ticks.</param>
    public static IReadOnlyList<SubscriptionEvent> BeginHeartbeat(this SubscriptionState state, long now) =>
        state.HeartbeatDue() <= now && state.Heartbeat is null or { IsSent: true } ? [new HeartbeatBegun(now)] : [];

    /// <summary>It arrived.</summary>
    public static IReadOnlyList<SubscriptionEvent> HeartbeatArrived(this SubscriptionState state, HeartbeatState sent) =>
        state.Heartbeat == sent ? [new HeartbeatSent()] : [];
}
