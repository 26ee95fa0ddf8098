using Alerting.Subscriptions;

namespace Alerting.Notifications.Subscriptions;

// What it needs of a ledger that forgets, and what it forgets with it.
internal sealed partial class SubscriptionState
{
    /// <summary>How long a subscription that is disabled holds the ledger: who enables it later goes on with what is left.</summary>
    public static readonly TimeSpan HoldWhileDisabled = TimeSpan.FromDays(30);

    /// <summary>The least seq that is still to be read or delivered; <see cref="long.MaxValue"/> when the ledger need not wait.</summary>
    public long NeededFrom(long now) =>
        Definition is null || Definition is { Enabled: false, DisabledSince: { } since } && now - since.UtcTicks > HoldWhileDisabled.Ticks
            ? long.MaxValue
            : Math.Min(ReadTo + 1, _queue.FirstOpen ?? long.MaxValue);

    /// <summary>
    /// The ledger is not kept any longer before this seq: what came to its end before it is forgotten, and what was read
    /// without a match is not read again.
    /// </summary>
    public IReadOnlyList<SubscriptionEvent> Forget(long below) =>
    [
        .. IsActive && ReadTo + 1 < below ? Settle() : [],
        .. _queue.AnyClosedBefore(below) ? [new DeliveriesForgotten(below)] : Array.Empty<SubscriptionEvent>(),
    ];

    /// <summary>The ledger has forgotten what was to be read next: reading goes on with what is left.</summary>
    public IReadOnlyList<SubscriptionEvent> Skip(long first) => first > ScannedTo + 1 ? [new LedgerAdvanced(first - 1, [])] : [];
}
