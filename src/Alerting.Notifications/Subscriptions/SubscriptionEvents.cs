using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Pacing;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Subscriptions;

/// <summary>What the log of a subscription holds. Each event carries its consequences, so that applying it decides nothing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(SubscriptionConfigured), "configured")]
[JsonDerivedType(typeof(LedgerAdvanced), "advanced")]
[JsonDerivedType(typeof(DeliverySucceeded), "succeeded")]
[JsonDerivedType(typeof(DeliveryFailed), "failed")]
[JsonDerivedType(typeof(DeliveryDeadLettered), "dead")]
[JsonDerivedType(typeof(DeliveriesReleased), "released")]
[JsonDerivedType(typeof(DeliveriesReplayed), "replayed")]
[JsonDerivedType(typeof(HeldReleased), "unsilenced")]
[JsonDerivedType(typeof(DeliveriesSuperseded), "superseded")]
[JsonDerivedType(typeof(DigestOpened), "digest")]
[JsonDerivedType(typeof(HeartbeatBegun), "beating")]
[JsonDerivedType(typeof(HeartbeatSent), "beat")]
[JsonDerivedType(typeof(LedgerRewound), "rewound")]
[JsonDerivedType(typeof(DeliveriesForgotten), "forgotten")]
[JsonDerivedType(typeof(SubscriptionDisabled), "disabled")]
[JsonDerivedType(typeof(SubscriptionDeleted), "deleted")]
internal abstract record SubscriptionEvent;

/// <param name="Definition">The whole body, with the secret that applies.</param>
/// <param name="StartAfter">The ledger position to start after; null to go on where it was.</param>
internal sealed record SubscriptionConfigured(
    Subscription Definition,
    long? StartAfter) : SubscriptionEvent;

/// <summary>The ledger was read on.</summary>
/// <param name="ReadTo">Up to and including this seq.</param>
/// <param name="Opened">The revisions that matched and are told by messages of their own, by seq.</param>
/// <param name="Ended">Alerts told of before whose ends did not match; null for none.</param>
/// <param name="Grouped">The revisions that matched and are not to be told, by seq; null for none.</param>
/// <param name="Stories">What became of the stories of these revisions; null for nothing.</param>
/// <param name="Held">The revisions that matched and are held back, by seq; null for none.</param>
/// <param name="Gathered">The revisions that matched and are told in a digest, by seq; null for none.</param>
/// <param name="Superseded">What is not told any more because of what is; null for nothing.</param>
/// <param name="Over">Alerts of which something is held back and that ended in a way that is not to be told; null for none.</param>
internal sealed record LedgerAdvanced(
    long ReadTo,
    IReadOnlyList<DeliveryEntry> Opened,
    IReadOnlyList<string>? Ended = null,
    IReadOnlyList<DeliveryEntry>? Grouped = null,
    IReadOnlyList<StoryChange>? Stories = null,
    IReadOnlyList<HeldRevision>? Held = null,
    IReadOnlyList<DeliveryEntry>? Gathered = null,
    IReadOnlyList<Supersession>? Superseded = null,
    IReadOnlyList<string>? Over = null) : SubscriptionEvent;

/// <param name="At">End of the try, UTC ticks.</param>
/// <param name="Receipt">What the channel needs to change the message later; null where it does not.</param>
internal sealed record DeliverySucceeded(
    long Seq,
    long StartedAt,
    long At,
    int? StatusCode,
    string? Receipt = null) : SubscriptionEvent;

/// <param name="NextAt">When the schedule tries it next, UTC ticks.</param>
/// <param name="Step">Retries of the schedule used up.</param>
/// <param name="EndedAt">End of the try, UTC ticks; null in logs written before it was kept.</param>
internal sealed record DeliveryFailed(
    long Seq,
    long StartedAt,
    int? StatusCode,
    string Error,
    long NextAt,
    int Step,
    long? EndedAt = null) : SubscriptionEvent
{
    public FailedTry ToTry() => FailedTry.Of(StartedAt, EndedAt, StatusCode, Error);
}

/// <param name="StartedAt">Start of the last try; 0 when it was given up without one.</param>
/// <param name="EndedAt">As in <see cref="DeliveryFailed"/>.</param>
internal sealed record DeliveryDeadLettered(
    long Seq,
    long StartedAt,
    int? StatusCode,
    string Error,
    long? EndedAt = null) : SubscriptionEvent
{
    public FailedTry ToTry() => FailedTry.Of(StartedAt, EndedAt, StatusCode, Error);
}

/// <summary>Waiting deliveries became due at once: the receiver answered a test, or another target was configured.</summary>
internal sealed record DeliveriesReleased : SubscriptionEvent;

/// <summary>Dead or delivered ones became pending again.</summary>
internal sealed record DeliveriesReplayed(
    IReadOnlyList<long> Seqs,
    long At) : SubscriptionEvent;

/// <summary>Nothing holds these alerts back any more: the newest revision of each is to be delivered.</summary>
/// <param name="Opened">As they are delivered, by seq.</param>
/// <param name="Gathered">Those that are told in a digest, by seq; null for none.</param>
/// <param name="Superseded">As in <see cref="LedgerAdvanced"/>.</param>
internal sealed record HeldReleased(
    IReadOnlyList<DeliveryEntry> Opened,
    IReadOnlyList<DeliveryEntry>? Gathered = null,
    IReadOnlyList<Supersession>? Superseded = null) : SubscriptionEvent;

/// <summary>The receiver does not answer, and these are not told any more when it does.</summary>
internal sealed record DeliveriesSuperseded(IReadOnlyList<Supersession> Superseded) : SubscriptionEvent;

/// <summary>What has gathered is told in one message.</summary>
/// <param name="Digest">The newest of it, as it is delivered.</param>
/// <param name="Grouped">Seqs of the others.</param>
internal sealed record DigestOpened(
    DeliveryEntry Digest,
    IReadOnlyList<long> Grouped) : SubscriptionEvent;

/// <summary>A heartbeat is due.</summary>
/// <param name="At">UTC ticks.</param>
internal sealed record HeartbeatBegun(long At) : SubscriptionEvent;

/// <summary>The heartbeat that was due arrived.</summary>
internal sealed record HeartbeatSent : SubscriptionEvent;

/// <summary>The cursor went back: what is dead or delivered from there on is forgotten and read afresh.</summary>
/// <param name="ReadTo">Reading goes on after this seq.</param>
internal sealed record LedgerRewound(long ReadTo) : SubscriptionEvent;

/// <summary>Dead and delivered ones before this seq are too old to be shown, or to be delivered again.</summary>
internal sealed record DeliveriesForgotten(long Below) : SubscriptionEvent;

internal sealed record SubscriptionDisabled(
    string Reason,
    long At) : SubscriptionEvent;

internal sealed record SubscriptionDeleted : SubscriptionEvent;

/// <summary>Everything that a subscription's events amount to.</summary>
/// <param name="Told">See <see cref="Matching.ToldAlerts"/>; null in snapshots written before it was kept.</param>
/// <param name="StartedAfter">Where it started when it was created; null where that was not kept.</param>
/// <param name="Version">Of the definition; null in snapshots written before it was kept.</param>
/// <param name="Stories">See <see cref="ToldStories"/>; null where there are none.</param>
/// <param name="Held">See <see cref="HeldAlerts"/>; null where there are none.</param>
/// <param name="Sequence">Of the last message that was opened; null where none has one.</param>
/// <param name="Receipts">See <see cref="Deliveries.MessageReceipts"/>; null where there are none.</param>
/// <param name="Budget">See <see cref="MessageBudget"/>; null where there are none.</param>
/// <param name="Heartbeat">The last one; null where there was none.</param>
internal sealed record SubscriptionSnapshot(
    Subscription? Definition,
    long ReadTo,
    IReadOnlyList<DeliveryEntry> Entries,
    SortedDictionary<string, long>? Told = null,
    long? StartedAfter = null,
    long? Version = null,
    IReadOnlyList<StoryChange>? Stories = null,
    IReadOnlyList<HeldAlert>? Held = null,
    long? Sequence = null,
    IReadOnlyDictionary<string, string>? Receipts = null,
    IReadOnlyList<long>? Budget = null,
    HeartbeatState? Heartbeat = null);

/// <summary>To be used by way of <see cref="SubscriptionFormat"/>, which encrypts what is secret.</summary>
[JsonSerializable(typeof(List<SubscriptionEvent>))]
[JsonSerializable(typeof(SubscriptionSnapshot))]
[JsonSerializable(typeof(SubscriptionChannel))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(InstantJsonConverter), typeof(KebabCaseEnumConverter<AlertChange>), typeof(KebabCaseEnumConverter<Severity>),
        typeof(KebabCaseEnumConverter<DeliveryStatus>), typeof(KebabCaseEnumConverter<Redaction>),
        typeof(KebabCaseEnumConverter<WebhookFormat>), typeof(KebabCaseEnumConverter<DeliveryMode>),
        typeof(KebabCaseEnumConverter<DigestCause>)])]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
