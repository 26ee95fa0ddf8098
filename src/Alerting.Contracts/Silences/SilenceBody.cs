using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Thresholds;

namespace Alerting.Silences;

/// <summary>A silence to make, or to replace: with an end, or with a schedule.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SilenceBody
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }

    /// <summary>Why nobody is to be told.</summary>
    [Prose(1_000)]
    public required string Comment { get; init; }

    /// <summary>Codes, each with its subtree; "*" or none: all that the caller may access.</summary>
    [Items(Silence.MaxNamed)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Ids; none: all.</summary>
    [Items(Silence.MaxNamed)]
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>Graver alerts are delivered all the same; severe when absent.</summary>
    public Severity? MaxSeverity { get; init; }

    /// <summary>When it begins, or from when on its schedule counts; now when absent.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it ends; absent with a schedule.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When it holds again and again; absent: once.</summary>
    public SilenceScheduleBody? Schedule { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? CreatedBy { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? CreatedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Status { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? NextChangeAt { get; init; }
}

/// <summary>When a silence holds again and again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SilenceScheduleBody
{
    /// <summary>A recurrence rule of RFC 5545 without its name: <c>FREQ=WEEKLY;BYDAY=SA,SU</c>. Hourly at the most often.</summary>
    [Line(500)]
    public required string Rrule { get; init; }

    /// <summary>How long it holds each time, 1 min to 31 days.</summary>
    public required Duration Duration { get; init; }

    /// <summary>Name of the time zone (IANA) in whose local time the rule repeats, such as Asia/Baghdad.</summary>
    [Line(64)]
    public required string TimeZone { get; init; }
}

/// <summary>A silence, and whether it holds.</summary>
public sealed record SilenceView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Why nobody is to be told.</summary>
    public required string Comment { get; init; }

    /// <summary>Codes, each with its subtree; empty: all.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Ids; empty: all.</summary>
    public required IReadOnlyList<string> Thresholds { get; init; }

    /// <summary>Graver alerts are delivered all the same.</summary>
    public required Severity MaxSeverity { get; init; }

    /// <summary>When it begins, or from when on its schedule counts.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ends; null with a schedule.</summary>
    public required DateTimeOffset? EndsAt { get; init; }

    /// <summary>When it holds again and again; null: once.</summary>
    public required SilenceSchedule? Schedule { get; init; }

    /// <summary>Name of who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it holds.</summary>
    public required SilenceStatus Status { get; init; }

    /// <summary>When that changes; null: never.</summary>
    public required DateTimeOffset? NextChangeAt { get; init; }
}

/// <summary>A delivery that a silence held back.</summary>
/// <param name="Subscription">Whose it is.</param>
/// <param name="Seq">Position of the revision in the alert ledger.</param>
/// <param name="AlertId">Which alert it tells of.</param>
/// <param name="Region">Code of the region of the alert.</param>
/// <param name="Revision">Number of its revision, from 1.</param>
/// <param name="Change">What that revision is.</param>
/// <param name="HeldAt">When it was held back.</param>
/// <param name="Outcome">What became of it: silenced still, or pending or delivered when the silence had ended.</param>
[GenerateSerializer, Immutable, Alias("alerting.HeldDelivery")]
public sealed record HeldDelivery(
    [property: Id(0)] string Subscription,
    [property: Id(1)] long Seq,
    [property: Id(2)] string AlertId,
    [property: Id(3)] string Region,
    [property: Id(4)] int Revision,
    [property: Id(5)] Alerts.AlertChange Change,
    [property: Id(6)] DateTimeOffset HeldAt,
    [property: Id(7)] Subscriptions.DeliveryOutcome Outcome);
