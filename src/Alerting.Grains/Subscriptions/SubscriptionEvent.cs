using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Grains.Subscriptions;

/// <summary>What happens to a subscription, as its log keeps it. Replaying the events gives the state.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Configured), "configured")]
[JsonDerivedType(typeof(Deleted), "deleted")]
[JsonDerivedType(typeof(Taken), "taken")]
[JsonDerivedType(typeof(Delivered), "delivered")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Replayed), "replayed")]
internal abstract record SubscriptionEvent
{
    /// <param name="After">Where a new one starts; null when it goes on.</param>
    internal sealed record Configured(Subscription Subscription, long? After) : SubscriptionEvent;

    internal sealed record Deleted : SubscriptionEvent;

    /// <summary>The ledger was read up to a seq; these revisions are to be delivered.</summary>
    internal sealed record Taken(long Through, IReadOnlyList<OpenDelivery> Deliveries) : SubscriptionEvent;

    internal sealed record Delivered(long Seq, DateTimeOffset At, int Status) : SubscriptionEvent;

    /// <param name="NextAt">Null: given up.</param>
    internal sealed record Failed(long Seq, DateTimeOffset At, int? Status, string? Error, DateTimeOffset? NextAt) : SubscriptionEvent;

    /// <summary>These dead deliveries are to be tried again.</summary>
    internal sealed record Replayed(IReadOnlyList<long> Seqs, DateTimeOffset At) : SubscriptionEvent;
}

/// <summary>A revision to be delivered.</summary>
internal sealed record OpenDelivery(long Seq, string AlertId, int Revision, AlertChange Change, DateTimeOffset DueAt);

[JsonSerializable(typeof(List<SubscriptionEvent>))]
[JsonSerializable(typeof(SubscriptionSnapshot))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(KebabCaseEnumConverter<AlertChange>), typeof(KebabCaseEnumConverter<Severity>), typeof(KebabCaseEnumConverter<DeliveryStatus>)])]
internal sealed partial class SubscriptionJson : JsonSerializerContext;

/// <summary>The whole state of a subscription.</summary>
internal sealed record SubscriptionSnapshot(Subscription? Subscription, long Through, IReadOnlyList<Delivery> Deliveries);
