namespace Alerting.Subscriptions;

/// <summary>What the log of a subscription holds. Each event carries its consequences, so that applying it decides nothing.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionEvent")]
internal abstract record SubscriptionEvent;

/// <param name="Definition">The whole body, with the secret that applies.</param>
/// <param name="StartAfter">The ledger position to start after; null to go on where it was.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionConfigured")]
internal sealed record SubscriptionConfigured(
    [property: Id(0)] Subscription Definition,
    [property: Id(1)] long? StartAfter) : SubscriptionEvent;

/// <summary>The ledger was read on.</summary>
/// <param name="ReadTo">Up to and including this seq.</param>
/// <param name="Opened">The revisions that matched, by seq.</param>
[GenerateSerializer, Immutable, Alias("alerting.LedgerAdvanced")]
internal sealed record LedgerAdvanced(
    [property: Id(0)] long ReadTo,
    [property: Id(1)] IReadOnlyList<DeliveryEntry> Opened) : SubscriptionEvent;

/// <param name="At">End of the try, UTC ticks.</param>
[GenerateSerializer, Immutable, Alias("alerting.DeliverySucceeded")]
internal sealed record DeliverySucceeded(
    [property: Id(0)] long Seq,
    [property: Id(1)] long StartedAt,
    [property: Id(2)] long At,
    [property: Id(3)] int StatusCode) : SubscriptionEvent;

/// <param name="NextAt">When the schedule tries it next, UTC ticks.</param>
/// <param name="Step">Retries of the schedule used up.</param>
[GenerateSerializer, Immutable, Alias("alerting.DeliveryFailed")]
internal sealed record DeliveryFailed(
    [property: Id(0)] long Seq,
    [property: Id(1)] long StartedAt,
    [property: Id(2)] int? StatusCode,
    [property: Id(3)] string Error,
    [property: Id(4)] long NextAt,
    [property: Id(5)] int Step) : SubscriptionEvent;

/// <param name="StartedAt">Start of the last try; 0 when it was given up without one.</param>
[GenerateSerializer, Immutable, Alias("alerting.DeliveryDeadLettered")]
internal sealed record DeliveryDeadLettered(
    [property: Id(0)] long Seq,
    [property: Id(1)] long StartedAt,
    [property: Id(2)] int? StatusCode,
    [property: Id(3)] string Error) : SubscriptionEvent;

/// <summary>Waiting deliveries became due at once: the receiver answered a test, or another target was configured.</summary>
[GenerateSerializer, Immutable, Alias("alerting.DeliveriesReleased")]
internal sealed record DeliveriesReleased : SubscriptionEvent;

/// <summary>Dead or delivered ones became pending again.</summary>
[GenerateSerializer, Immutable, Alias("alerting.DeliveriesReplayed")]
internal sealed record DeliveriesReplayed(
    [property: Id(0)] IReadOnlyList<long> Seqs,
    [property: Id(1)] long At) : SubscriptionEvent;

/// <summary>The cursor went back: what is dead or delivered from there on is forgotten and read afresh.</summary>
/// <param name="ReadTo">Reading goes on after this seq.</param>
[GenerateSerializer, Immutable, Alias("alerting.LedgerRewound")]
internal sealed record LedgerRewound([property: Id(0)] long ReadTo) : SubscriptionEvent;

[GenerateSerializer, Immutable, Alias("alerting.SubscriptionDisabled")]
internal sealed record SubscriptionDisabled(
    [property: Id(0)] string Reason,
    [property: Id(1)] long At) : SubscriptionEvent;

[GenerateSerializer, Immutable, Alias("alerting.SubscriptionDeleted")]
internal sealed record SubscriptionDeleted : SubscriptionEvent;

/// <summary>Everything that a subscription's events amount to.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionSnapshot")]
internal sealed record SubscriptionSnapshot(
    [property: Id(0)] Subscription? Definition,
    [property: Id(1)] long ReadTo,
    [property: Id(2)] IReadOnlyList<DeliveryEntry> Entries);
