using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>One delivery as the subscription keeps it; the body stays in the ledger. Instants are UTC ticks, 0 for none.</summary>
internal sealed record DeliveryEntry
{
    public required long Seq { get; init; }

    public required string AlertId { get; init; }

    public required int Revision { get; init; }

    public required AlertChange Change { get; init; }

    public DeliveryStatus Status { get; init; }

    /// <summary>Finished tries.</summary>
    public int Attempts { get; init; }

    /// <summary>Retries of the schedule used up.</summary>
    public int Step { get; init; }

    /// <summary>When the schedule tries it next.</summary>
    public long NextAt { get; init; }

    /// <summary>Due at once, ahead of the schedule, because the receiver was seen to answer.</summary>
    public bool Released { get; init; }

    /// <summary>Start of the first finished try since it was opened or replayed.</summary>
    public long FirstAttemptAt { get; init; }

    public long LastAttemptAt { get; init; }

    public long DeliveredAt { get; init; }

    public int? LastStatusCode { get; init; }

    public string? LastError { get; init; }

    /// <summary>The alert that was told in its stead; null when it is not grouped.</summary>
    public string? Into { get; init; }

    /// <summary>The instant from which on it may be tried.</summary>
    [JsonIgnore]
    public long DueAt => Released ? 0 : NextAt;

    /// <summary>The same on every try: the receiver's idempotency key.</summary>
    [JsonIgnore]
    public string MessageId => $"{AlertId}.{Revision}";

    /// <summary>That of a revision, not tried yet.</summary>
    public static DeliveryEntry Of(Alert revision) => new()
    {
        Seq = revision.Seq,
        AlertId = revision.AlertId,
        Revision = revision.Revision,
        Change = revision.Change,
    };

    /// <summary>After a try that began at this instant.</summary>
    public DeliveryEntry Tried(long startedAt) => this with
    {
        Attempts = Attempts + 1,
        Released = false,
        FirstAttemptAt = FirstAttemptAt == 0 ? startedAt : FirstAttemptAt,
        LastAttemptAt = startedAt,
    };

    /// <summary>To be delivered again, from this instant on.</summary>
    public DeliveryEntry Reopened(long at) => this with
    {
        Status = DeliveryStatus.Pending,
        Step = 0,
        NextAt = at,
        FirstAttemptAt = 0,
        DeliveredAt = 0,
        Into = null,
    };

    /// <summary>What users see of it.</summary>
    public Delivery ToDelivery() => new()
    {
        Seq = Seq,
        AlertId = AlertId,
        Revision = Revision,
        Change = Change,
        WebhookId = MessageId,
        Status = Status,
        Attempts = Attempts,
        NextAttemptAt = Status == DeliveryStatus.Pending ? Instants.FromTicks(NextAt) : null,
        LastAttemptAt = LastAttemptAt == 0 ? null : Instants.FromTicks(LastAttemptAt),
        DeliveredAt = DeliveredAt == 0 ? null : Instants.FromTicks(DeliveredAt),
        LastStatusCode = LastStatusCode,
        LastError = LastError,
        Into = Into,
    };
}
