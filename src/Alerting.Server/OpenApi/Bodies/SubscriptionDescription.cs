using System.ComponentModel.DataAnnotations;
using Alerting.Alerts;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Server.OpenApi.Bodies;

/// <summary>A subscription to put.</summary>
internal sealed record SubscriptionDescription : IBodyDescription
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Patterns.Slug)]
    public string? Id { get; init; }

    /// <summary>The id when absent.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Codes, each with its subtree; "*" or none: all.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Notice when absent.</summary>
    public Severity? MinSeverity { get; init; }

    /// <summary>Ids; none: all.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>Kinds of revision to be told; empty: all, absent: all but acknowledged.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<AlertChange>? Changes { get; init; }

    /// <summary>How and where to be told.</summary>
    public required ChannelDescription Channel { get; init; }

    /// <summary>True when absent; a disabled one is sent what it missed when it is enabled.</summary>
    public bool? Enabled { get; init; }

    /// <summary>A new one begins after this seq of the ledger instead of at its present end; beyond the end: at the end.</summary>
    [Range(0L, long.MaxValue)]
    public long? StartAfter { get; init; }

    /// <summary>Saves it although it names regions or thresholds that are not there; false when absent.</summary>
    public bool? AllowUnknown { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? DisabledReason { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? DisabledSince { get; init; }
}

/// <summary>Where alerts are posted to, after Standard Webhooks 1.0; see the webhooks of this document.</summary>
internal sealed record ChannelDescription : IBodyDescription
{
    /// <summary>There is no other; may be absent.</summary>
    [AllowedValues(SubscriptionChannel.Webhook)]
    public string? Type { get; init; }

    /// <summary>
    /// Absolute http or https URL without credentials and fragment. Private addresses are refused unless the operator
    /// allows them.
    /// </summary>
    [StringLength(2_048, MinimumLength = 1)]
    public required string Url { get; init; }

    /// <summary>
    /// whsec_ and the base64 of 24 to 64 bytes; required for a new subscription, else what it was when absent. Never given
    /// back.
    /// </summary>
    [RegularExpression(Patterns.Secret)]
    public string? Secret { get; init; }

    /// <summary>The secret of before: messages are signed with both until a body comes without it. Never given back.</summary>
    [RegularExpression(Patterns.Secret)]
    public string? PreviousSecret { get; init; }
}

/// <summary>One of them at most; none: all deliveries that are dead.</summary>
internal sealed record ReplayDescription : IBodyDescription
{
    /// <summary>The delivery of this revision.</summary>
    [Range(1L, long.MaxValue)]
    public long? Seq { get; init; }

    /// <summary>Everything from this position of the ledger on.</summary>
    [Range(1L, long.MaxValue)]
    public long? FromSeq { get; init; }

    /// <summary>Everything from the first revision made at this instant or later on, RFC 3339 with offset.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>All deliveries that are dead.</summary>
    public bool? AllDead { get; init; }
}
