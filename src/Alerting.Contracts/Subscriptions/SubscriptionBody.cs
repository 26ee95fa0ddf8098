using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Thresholds;

namespace Alerting.Subscriptions;

/// <summary>A subscription to put.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionBody
{
    /// <summary>The most items of a list.</summary>
    public const int MaxItems = 1_000;

    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }

    /// <summary>The id when absent.</summary>
    [Line(200)]
    public string? Name { get; init; }

    /// <summary>Codes, each with its subtree; "*" or none: all.</summary>
    [Items(MaxItems)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Notice when absent.</summary>
    public Severity? MinSeverity { get; init; }

    /// <summary>Ids; none: all.</summary>
    [Items(MaxItems)]
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>Kinds of revision to be told; empty: all, absent: all but acknowledged.</summary>
    [Items(MaxItems)]
    public IReadOnlyList<AlertChange>? Changes { get; init; }

    /// <summary>What of the evidence is not to be told; none when absent.</summary>
    [Items(MaxItems)]
    public IReadOnlyList<Redaction>? Redact { get; init; }

    /// <summary>Where evidence of an alert has to lie; anywhere when absent.</summary>
    public SubscriptionArea? Area { get; init; }

    /// <summary>How to be told; every revision by itself when absent.</summary>
    public DeliveryBody? Delivery { get; init; }

    /// <summary>Texts of one's own, tried with an example; those built in when absent.</summary>
    public MessageTemplate? Template { get; init; }

    /// <summary>How and where to be told.</summary>
    public required ChannelBody Channel { get; init; }

    /// <summary>True when absent; a disabled one is sent what it missed when it is enabled.</summary>
    public bool? Enabled { get; init; }

    /// <summary>A new one begins after this seq of the ledger instead of at its present end; beyond the end: at the end.</summary>
    [Range(0L, long.MaxValue)]
    public long? StartAfter { get; init; }

    /// <summary>Saves it although it names regions or thresholds that are not there; false when absent.</summary>
    public bool? AllowUnknown { get; init; }

    /// <summary>
    /// Id of the key to which it is handed over; absent: whose it is, of a new one the caller's.
    /// </summary>
    [Line(200)]
    public string? Owner { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? DisabledReason { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? DisabledSince { get; init; }
}
