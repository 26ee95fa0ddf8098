using Alerting.Notifications.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>How the deliveries of a subscription go.</summary>
/// <param name="Waiting">How many are still to arrive: those that wait for a digest, too, but not what a silence holds back.</param>
/// <param name="WaitsSince">
/// Since when the first of them, in the order of the ledger, is due: its first try, or when it is to be tried, UTC ticks; null where
/// none waits.
/// </param>
/// <param name="Dead">How many were given up and not replayed since.</param>
public sealed record DeliveryHealth(int Waiting, long? WaitsSince, int Dead)
{
    internal static DeliveryHealth Of(SubscriptionState state)
    {
        var first = state.Queue.FirstOpen is { } seq ? state.Queue.Open(seq) : null;
        return new DeliveryHealth(
            state.OpenCount,
            first is null ? null : first.FirstAttemptAt > 0 ? first.FirstAttemptAt : first.NextAt,
            state.Queue.DeadSeqs.Count());
    }
}
