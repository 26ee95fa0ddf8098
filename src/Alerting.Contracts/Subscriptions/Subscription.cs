using Alerting.Alerts;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Subscriptions;

/// <summary>
/// What a security desk wants to be told, and where. Holds the channel's secret: show <see cref="SubscriptionView"/> to
/// users.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.Subscription")]
public sealed record Subscription
{
    /// <summary>What is told when the subscriber does not say: everything but acknowledgements.</summary>
    public static IReadOnlyList<AlertChange> DefaultChanges { get; } =
        [AlertChange.Raised, AlertChange.Updated, AlertChange.Cleared, AlertChange.Cancelled];

    /// <summary>Slug of a-z, 0-9 and '-', 1..64 characters.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>1..200 characters.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Region codes that mean their subtrees, or "*"; empty means all.</summary>
    [Id(2)] public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Alerts below it are not told.</summary>
    [Id(3)] public Severity MinSeverity { get; init; } = Severity.Notice;

    /// <summary>Threshold ids; empty means all.</summary>
    [Id(4)] public IReadOnlyList<string> Thresholds { get; init; } = [];

    /// <summary>Kinds of revision; empty means all, acknowledgements included.</summary>
    [Id(5)] public IReadOnlyList<AlertChange> Changes { get; init; } = DefaultChanges;

    /// <summary>How and where it is told.</summary>
    [Id(6)] public required SubscriptionChannel Channel { get; init; }

    /// <summary>A disabled subscription is sent nothing and keeps its cursor, so that enabling it sends what it missed.</summary>
    [Id(7)] public bool Enabled { get; init; } = true;

    /// <summary>Why it is disabled; null while it is enabled.</summary>
    [Id(8)] public string? DisabledReason { get; init; }

    /// <summary>Since when it is disabled; null while it is enabled.</summary>
    [Id(9)] public DateTimeOffset? DisabledSince { get; init; }

    /// <summary>Whether it may name regions and thresholds that are not there (yet); it hears nothing of those.</summary>
    [Id(10)] public bool AllowUnknown { get; init; }

    /// <summary>What of the evidence is not told.</summary>
    [Id(11)] public IReadOnlyList<Redaction> Redact { get => field ?? []; init; }

    /// <summary>
    /// Id of the subject within whose present limits it acts; null: limits of nobody, as of a subscription of before there
    /// were owners.
    /// </summary>
    [Id(18)] public string? Owner { get; init; }

    /// <summary>
    /// Codes, each with its subtree, to which an owner was limited that is no key and whose present limits are not known
    /// here; empty: all. Null for a key.
    /// </summary>
    [Id(19)] public IReadOnlyList<string>? OwnerRegions { get; init; }

    /// <summary>Where evidence of an alert has to lie; null: anywhere.</summary>
    [Id(20)] public SubscriptionArea? Area { get; init; }

    /// <summary>Texts of its own; null: those built in.</summary>
    [Id(30)] public MessageTemplate? Template { get; init; }

    /// <summary>How it is told.</summary>
    [Id(15)] public SubscriptionDelivery Delivery { get => field ?? SubscriptionDelivery.Default; init; }

    /// <summary>Whether revisions of this kind are told.</summary>
    public bool Wants(AlertChange change) => Changes.Count == 0 || Changes.Contains(change);
}
