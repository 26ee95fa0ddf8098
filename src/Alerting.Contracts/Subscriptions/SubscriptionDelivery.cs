using System.Text.Json.Serialization;

namespace Alerting.Subscriptions;

/// <summary>How a subscription is told what it matches.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionDelivery")]
public sealed record SubscriptionDelivery
{
    /// <summary>Every revision by itself.</summary>
    public static SubscriptionDelivery Default { get; } = new();

    /// <summary>
    /// One alarm a story: what was raised along with an alert that was told and is as grave is not told beside it. Nothing waits.
    /// </summary>
    [Id(0)] public bool PerStory { get; init; }
}

/// <summary>How to be told. Everything by itself when absent.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeliveryBody
{
    /// <summary>
    /// One alarm a story (<c>story</c> of an alert): its first alert is told, others where they are graver or a measure rises
    /// by half, and how they end. False when absent.
    /// </summary>
    public bool? PerStory { get; init; }
}
