using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Subscriptions;

/// <summary>A <see cref="Subscription"/> as users see it: without the secrets.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionView")]
public sealed record SubscriptionView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>For people; the id where none was given.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Codes, each with its subtree, or "*"; empty means all.</summary>
    [Id(2)] public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Alerts that have not reached it are not told; one that has is told to its end.</summary>
    [Id(3)] public required Severity MinSeverity { get; init; }

    /// <summary>Ids; empty means all.</summary>
    [Id(4)] public required IReadOnlyList<string> Thresholds { get; init; }

    /// <summary>Kinds of revision that are told; empty means all.</summary>
    [Id(5)] public required IReadOnlyList<AlertChange> Changes { get; init; }

    /// <summary>How and where it is told.</summary>
    [Id(6)] public required ChannelView Channel { get; init; }

    /// <summary>A disabled one is sent nothing; when it is enabled it is sent what it missed.</summary>
    [Id(7)] public required bool Enabled { get; init; }

    /// <summary>
    /// Why it is disabled, in words: by its owner, or because the receiver wants no more; null while it is enabled.
    /// </summary>
    [Id(8)] public string? DisabledReason { get; init; }

    /// <summary>Since when it is disabled; null while it is enabled.</summary>
    [Id(9)] public DateTimeOffset? DisabledSince { get; init; }

    /// <summary>Whether it may name regions and thresholds that are not there (yet); it hears nothing of those.</summary>
    [Id(10)] public bool AllowUnknown { get; init; }

    /// <summary>The seq of the ledger after which it started when it was created; null where that is not known any more.</summary>
    [Id(11)] public long? StartAfter { get; init; }

    /// <summary>What of the evidence is not told.</summary>
    [Id(13)] public IReadOnlyList<Redaction> Redact { get => field ?? []; init; }

    /// <summary>Id of the subject within whose limits it acts, and to whom it belongs; null: anybody's who has no limits.</summary>
    [Id(18)] public string? Owner { get; init; }

    /// <summary>Limits of an owner that is no key, see <see cref="Subscription.OwnerRegions"/>.</summary>
    [Id(19), JsonIgnore] public IReadOnlyList<string>? OwnerRegions { get; init; }

    /// <summary>Where evidence of an alert has to lie; null: anywhere.</summary>
    [Id(20)] public SubscriptionArea? Area { get; init; }

    /// <summary>Texts of its own; null: those built in.</summary>
    [Id(30)] public MessageTemplate? Template { get; init; }

    /// <summary>How it is told.</summary>
    [Id(15)] public SubscriptionDelivery Delivery { get => field ?? SubscriptionDelivery.Default; init; }

    /// <summary>Grows with every change of what is shown here, over deletions too. Told as the entity tag.</summary>
    [Id(12), JsonIgnore] public long Version { get; init; }

    /// <summary>
    /// The subscription without its secrets; where it started and its version are not known from it and stay unset.
    /// </summary>
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
            Channel = ChannelView.Of(subscription.Channel),
            Enabled = subscription.Enabled,
            DisabledReason = subscription.DisabledReason,
            DisabledSince = subscription.DisabledSince,
            AllowUnknown = subscription.AllowUnknown,
            Redact = subscription.Redact,
            Owner = subscription.Owner,
            OwnerRegions = subscription.OwnerRegions,
            Area = subscription.Area,
            Template = subscription.Template,
            Delivery = subscription.Delivery,
        };
    }
}
