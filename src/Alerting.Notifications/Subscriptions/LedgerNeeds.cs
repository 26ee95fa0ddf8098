using Alerting.Notifications.Grouping;

namespace Alerting.Notifications.Subscriptions;

/// <summary>What a subscription needs of a ledger that forgets, and what it forgets with it. Instants are UTC ticks.</summary>
internal static class LedgerNeeds
{
    /// <summary>How long a subscription that is disabled holds the ledger: who enables it later goes on with what is left.</summary>
    public static readonly TimeSpan HoldWhileDisabled = TimeSpan.FromDays(30);

    /// <summary>The least seq that is still to be read or delivered; <see cref="long.MaxValue"/> when the ledger need not wait.</summary>
    public static long NeededFrom(this SubscriptionState state, long now) =>
        state.Definition is null
        || (state.Definition is { Enabled: false, DisabledSince: { } since } && now - since.UtcTicks > HoldWhileDisabled.Ticks)
            ? long.MaxValue
            : Math.Min(Math.Min(state.ReadTo + 1, state.Queue.FirstOpen ?? long.MaxValue), state.Held.First ?? long.MaxValue);

    /// <summary>
    /// The ledger is not kept any longer before this seq: what came to its end before it is forgotten, and what was read
    /// without a match is not read again.
    /// </summary>
    public static IReadOnlyList<SubscriptionEvent> Forget(this SubscriptionState state, long below) =>
    [
        .. state.IsActive && state.ReadTo + 1 < below ? state.Settle() : [],
        .. state.Queue.AnyClosedBefore(below) ? [new DeliveriesForgotten(below)] : Array.Empty<SubscriptionEvent>(),
    ];

    /// <summary>The ledger has forgotten what was to be read next: reading goes on with what is left.</summary>
    /// <param name="state">Of the subscription.</param>
    /// <param name="first">The first seq that is left.</param>
    public static IReadOnlyList<SubscriptionEvent> Skip(this SubscriptionState state, long first) =>
        first > state.ScannedTo + 1 ? [new LedgerAdvanced(first - 1, [], Stories: Ended(state.Stories))] : [];

    /// <summary>Alerts may have ended in what is forgotten, and the rest of a story is rather told twice than not at all.</summary>
    private static IReadOnlyList<StoryChange>? Ended(IReadOnlyList<StoryChange>? stories) =>
        stories is null ? null : [.. stories.Select(static story => story with { Now = null })];
}
