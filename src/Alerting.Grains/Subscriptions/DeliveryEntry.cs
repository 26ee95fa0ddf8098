using Alerting.Alerts;

namespace Alerting.Subscriptions;

/// <summary>One delivery as the subscription keeps it; the body stays in the ledger. Instants are UTC ticks, 0 for none.</summary>
[GenerateSerializer, Immutable, Alias("alerting.DeliveryEntry"), SuppressReferenceTracking]
internal sealed record DeliveryEntry
{
    [Id(0)] public required long Seq { get; init; }

    [Id(1)] public required string AlertId { get; init; }

    [Id(2)] public required int Revision { get; init; }

    [Id(3)] public required AlertChange Change { get; init; }

    [Id(4)] public DeliveryStatus Status { get; init; }

    /// <summary>Finished tries.</summary>
    [Id(5)] public int Attempts { get; init; }

    /// <summary>Retries of the schedule used up.</summary>
    [Id(6)] public int Step { get; init; }

    /// <summary>When the schedule tries it next.</summary>
    [Id(7)] public long NextAt { get; init; }

    /// <summary>Due at once, ahead of the schedule, because the receiver was seen to answer.</summary>
    [Id(8)] public bool Released { get; init; }

    /// <summary>Start of the first finished try since it was opened or replayed.</summary>
    [Id(9)] public long FirstAttemptAt { get; init; }

    [Id(10)] public long LastAttemptAt { get; init; }

    [Id(11)] public long DeliveredAt { get; init; }

    [Id(12)] public int? LastStatusCode { get; init; }

    [Id(13)] public string? LastError { get; init; }

    /// <summary>The instant from which on it may be tried.</summary>
    public long DueAt => Released ? 0 : NextAt;

    /// <summary>What users see of it.</summary>
    public Delivery ToDelivery() => new()
    {
        Seq = Seq,
        AlertId = AlertId,
        Revision = Revision,
        Change = Change,
        WebhookId = $"{AlertId}.{Revision}",
        Status = Status,
        Attempts = Attempts,
        NextAttemptAt = Status == DeliveryStatus.Pending ? Instants.FromTicks(NextAt) : null,
        LastAttemptAt = LastAttemptAt == 0 ? null : Instants.FromTicks(LastAttemptAt),
        DeliveredAt = DeliveredAt == 0 ? null : Instants.FromTicks(DeliveredAt),
        LastStatusCode = LastStatusCode,
        LastError = LastError,
    };
}
