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

/// <summary>Where alerts are posted to, after Standard Webhooks 1.0; see the webhooks of this document.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChannelBody
{
    /// <summary>Regular expression of a secret (ECMA-262): <c>whsec_</c> and the base64 of 24 to 64 bytes.</summary>
    public const string SecretPattern = "^whsec_[A-Za-z0-9+/]{32,86}={0,2}$";

    /// <summary>There is no other; may be absent.</summary>
    [AllowedValues(SubscriptionChannel.Webhook)]
    public string? Type { get; init; }

    /// <summary>
    /// Absolute http or https URL without credentials and fragment. Private addresses are refused unless the operator
    /// allows them.
    /// </summary>
    [Line(2_048)]
    public required string Url { get; init; }

    /// <summary>
    /// whsec_ and the base64 of 24 to 64 bytes; required for a new subscription, else what it was when absent. Never given
    /// back.
    /// </summary>
    [RegularExpression(SecretPattern)]
    public string? Secret { get; init; }

    /// <summary>The secret of before: messages are signed with both until a body comes without it. Never given back.</summary>
    [RegularExpression(SecretPattern)]
    public string? PreviousSecret { get; init; }

    // A record prints its members, and what is printed ends up in logs.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Type = ").Append(Type).Append(", Url = ").Append(Url);
        return true;
    }
}
