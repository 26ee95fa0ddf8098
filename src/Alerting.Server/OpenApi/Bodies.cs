using Alerting.Alerts;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Server.OpenApi;

// What bodies may hold, for the description of the API alone: they are read by parsers of their own, which say of a
// wrong one where and why. A test holds the names against those that the parsers know.

/// <summary>A report of a security incident; an array of them, or NDJSON with one a line, is taken as well.</summary>
internal sealed record ReportDescription
{
    /// <summary>The reporter's idempotency key, 1..128 characters; generated when absent.</summary>
    public string? ReportId { get; init; }

    /// <summary>1 or more, 1 when absent; a higher one replaces what is known of the report.</summary>
    public int? Revision { get; init; }

    /// <summary>The report is withdrawn; region, source, reportId and revision are enough then.</summary>
    public bool? Retracted { get; init; }

    /// <summary>Who reports, 1..64 characters.</summary>
    public required string Source { get; init; }

    /// <summary>ISO 3166-2 or 3166-1 code.</summary>
    public required string Region { get; init; }

    /// <summary>Place name, 1..120 characters.</summary>
    public string? Town { get; init; }

    /// <summary>How exactly the place is known; town when a town is given, else region.</summary>
    public Precision? Precision { get; init; }

    public Location? Location { get; init; }

    /// <summary>A slug of GET /kinds.</summary>
    public required string Kind { get; init; }

    /// <summary>When it happened, RFC 3339 with offset.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>0..1,000,000; absent when not stated.</summary>
    public int? Killed { get; init; }

    /// <summary>0..1,000,000; absent when not stated.</summary>
    public int? Wounded { get; init; }

    /// <summary>Admiralty code A1..F6, F6 when absent.</summary>
    public string? Grade { get; init; }

    /// <summary>The incident that the report tells of, if the reporter knows; 1..204 characters.</summary>
    public string? IncidentId { get; init; }

    /// <summary>At most 16.</summary>
    public IReadOnlyList<string>? Actors { get; init; }

    /// <summary>At most 4,000 characters.</summary>
    public string? Summary { get; init; }

    public string? Url { get; init; }
}

/// <summary>A threshold to put; what GET adds is passed over.</summary>
internal sealed record ThresholdDescription
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public bool? Enabled { get; init; }

    public required Scope Scope { get; init; }

    public MatchDescription? Match { get; init; }

    public required Measure Measure { get; init; }

    /// <summary>ISO 8601 duration; required for all measures but level.</summary>
    public string? Window { get; init; }

    public required double AtLeast { get; init; }

    /// <summary>atLeast when absent.</summary>
    public double? ClearBelow { get; init; }

    /// <summary>ISO 8601 duration, PT15M when absent.</summary>
    public string? ClearAfter { get; init; }

    /// <summary>ISO 8601 duration, PT0S when absent.</summary>
    public string? Cooldown { get; init; }

    /// <summary>ISO 8601 duration, P3D when absent.</summary>
    public string? Lateness { get; init; }

    /// <summary>ISO 8601 duration, PT1S when absent.</summary>
    public string? UpdateEvery { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Surge only, ISO 8601 duration, P28D when absent.</summary>
    public string? Baseline { get; init; }

    /// <summary>Surge only, 1 when absent.</summary>
    public double? Floor { get; init; }

    /// <summary>Why it is changed; kept with the version.</summary>
    public string? Reason { get; init; }
}

/// <summary>Kinds and families together are a union, empty means all; the others must all hold.</summary>
internal sealed record MatchDescription
{
    public IReadOnlyList<string>? Kinds { get; init; }

    public IReadOnlyList<Family>? Families { get; init; }

    public double? MinGradeFactor { get; init; }

    public IReadOnlyList<string>? Towns { get; init; }

    public IReadOnlyList<string>? Actors { get; init; }
}

internal sealed record SubscriptionDescription
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Codes, each with its subtree; "*" or none: all.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    public Severity? MinSeverity { get; init; }

    /// <summary>Ids; none: all.</summary>
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>None: all.</summary>
    public IReadOnlyList<AlertChange>? Changes { get; init; }

    public required ChannelDescription Channel { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>A new one begins after this seq of the ledger instead of at its present end; beyond the end: at the end.</summary>
    public long? StartAfter { get; init; }

    /// <summary>Saves it although it names regions or thresholds that are not there; false when absent.</summary>
    public bool? AllowUnknown { get; init; }
}

/// <summary>One of them at most; none: all deliveries that are dead.</summary>
internal sealed record ReplayDescription
{
    /// <summary>The delivery of this revision.</summary>
    public long? Seq { get; init; }

    /// <summary>Everything from this position of the ledger on.</summary>
    public long? FromSeq { get; init; }

    /// <summary>Everything from the first revision made at this instant or later on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>All deliveries that are dead.</summary>
    public bool? AllDead { get; init; }
}

internal sealed record ChannelDescription
{
    /// <summary>webhook.</summary>
    public required string Type { get; init; }

    public required Uri Url { get; init; }

    /// <summary>whsec_ and base64 of 24..64 bytes; never given back.</summary>
    public required string Secret { get; init; }

    /// <summary>The secret of before: messages are signed with both until a body comes without it. Never given back.</summary>
    public string? PreviousSecret { get; init; }
}

internal sealed record OverrideDescription
{
    public required ThreatLevel Level { get; init; }

    public required string Reason { get; init; }

    /// <summary>In the future; absent: until it is taken back.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed record SetClockDescription
{
    /// <summary>1..1,000 characters; told to whoever hears that an alert ends by it.</summary>
    public required string Reason { get; init; }
}

internal sealed record AcknowledgeDescription
{
    /// <summary>At most 4,000 characters.</summary>
    public string? Note { get; init; }
}
