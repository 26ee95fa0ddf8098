using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Subscriptions;

/// <summary>A <see cref="Subscription"/> as users see it: without the secrets.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionView")]
public sealed record SubscriptionView
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required IReadOnlyList<string> Regions { get; init; }

    [Id(3)] public required Severity MinSeverity { get; init; }

    [Id(4)] public required IReadOnlyList<string> Thresholds { get; init; }

    [Id(5)] public required IReadOnlyList<AlertChange> Changes { get; init; }

    [Id(6)] public required ChannelView Channel { get; init; }

    [Id(7)] public required bool Enabled { get; init; }

    [Id(8)] public string? DisabledReason { get; init; }

    [Id(9)] public DateTimeOffset? DisabledSince { get; init; }

    /// <summary>Whether it may name regions and thresholds that are not there (yet); it hears nothing of those.</summary>
    [Id(10)] public bool AllowUnknown { get; init; }

    /// <summary>The seq of the ledger after which it started when it was created; null where that is not known any more.</summary>
    [Id(11)] public long? StartAfter { get; init; }

    /// <summary>Grows with every change of what is shown here, over deletions too. Told as the entity tag.</summary>
    [Id(12), JsonIgnore] public long Version { get; init; }

    public static SubscriptionView Of(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return new()
        {
            Id = subscription.Id,
            Name = subscription.Name,
            Regions = subscription.Regions,
            MinSeverity = subscription.MinSeverity,
            Thresholds = subscription.Thresholds,
            Changes = subscription.Changes,
            Channel = new(subscription.Channel.Type, subscription.Channel.Url),
            Enabled = subscription.Enabled,
            DisabledReason = subscription.DisabledReason,
            DisabledSince = subscription.DisabledSince,
            AllowUnknown = subscription.AllowUnknown,
        };
    }
}

/// <summary>A <see cref="SubscriptionChannel"/> without its secrets.</summary>
[GenerateSerializer, Immutable, Alias("alerting.ChannelView")]
public sealed record ChannelView([property: Id(0)] string Type, [property: Id(1)] string Url);
