using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Notifications.Holding;
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

    /// <summary>The alert that was told in its stead, or the message of the digest that tells it; null when it is not grouped.</summary>
    public string? Into { get; init; }

    /// <summary>
    /// The silence that held it back, or did so before, or the message of the newer revision that supersedes it; null for none.
    /// </summary>
    public string? By { get; init; }

    /// <summary>The inhibition that held it back, or did so before; null for none.</summary>
    public InhibitedBy? Inhibited { get; init; }

    /// <summary>When it was held back; 0 when it never was.</summary>
    public long HeldAt { get; init; }

    /// <summary>How many revisions of the alert, this one too if it was one of them, were held back before this is delivered.</summary>
    public int Held { get; init; }

    /// <summary>Why it is delivered now; null where that goes without saying.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of its message among all of the subscription, from 1, the same on every try; 0 before it has one.</summary>
    public long Sequence { get; init; }

    /// <summary>Why it waits, until <see cref="NextAt"/>, to be told in a digest; null where it does not.</summary>
    public DigestCause? Gathers { get; init; }

    /// <summary>What else it tells where it is a digest; null where it is not.</summary>
    public DigestParts? Digest { get; init; }

    /// <summary>The tries that failed, oldest first, the last ones of many; null for none.</summary>
    public IReadOnlyList<FailedTry>? Failures { get; init; }

    /// <summary>The instant from which on it may be tried.</summary>
    [JsonIgnore]
    public long DueAt => Released ? 0 : NextAt;

    /// <summary>Whether it is tried by the schedule, since a try of it failed or of one that it supersedes.</summary>
    [JsonIgnore]
    public bool IsRetry => Attempts > 0 || Step > 0;

    /// <summary>The same on every try: the receiver's idempotency key.</summary>
    [JsonIgnore]
    public string MessageId => Digest is null ? $"{AlertId}.{Revision}" : $"{AlertId}.{Revision}.digest";

    /// <summary>The alerts that it tells of.</summary>
    [JsonIgnore]
    public IEnumerable<string> AlertIds => Digest is null ? [AlertId] : Digest.Alerts.Select(static part => part.AlertId);

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

    /// <summary>With a try that failed.</summary>
    public DeliveryEntry Failing(FailedTry failed) => this with
    {
        Failures = [.. (Failures ?? []).TakeLast(FailedTry.MaxKept - 1), failed],
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
        Gathers = null,
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
        By = By ?? Inhibited?.Inhibition,
        Held = Held,
        Reason = Status == DeliveryStatus.Inhibited ? Inhibited!.Reason : Reason,
        Inhibitor = Status == DeliveryStatus.Inhibited ? Inhibited!.AlertId : null,
        Sequence = Sequence == 0 ? null : Sequence,
        Tries = [.. TriesShown()],
    };

    private IEnumerable<DeliveryTry> TriesShown()
    {
        foreach (var failed in Failures ?? [])
        {
            yield return new DeliveryTry(
                Instants.FromTicks(failed.At), Duration.From(TimeSpan.FromTicks(failed.Took)), failed.StatusCode, failed.Error);
        }

        if (DeliveredAt != 0)
        {
            var took = TimeSpan.FromTicks(Math.Max(0, DeliveredAt - LastAttemptAt));
            yield return new DeliveryTry(Instants.FromTicks(LastAttemptAt), Duration.From(took), LastStatusCode, null);
        }
    }
}

/// <summary>A try that failed.</summary>
/// <param name="At">When it began, UTC ticks.</param>
/// <param name="Took">Ticks.</param>
/// <param name="StatusCode">What the receiver answered; null when there was no answer.</param>
/// <param name="Error">What went wrong, in words.</param>
internal sealed record FailedTry(long At, long Took, int? StatusCode, string Error)
{
    /// <summary>So many tries of a delivery are kept.</summary>
    public const int MaxKept = 50;

    /// <param name="endedAt">UTC ticks; null where it was not kept.</param>
    public static FailedTry Of(long startedAt, long? endedAt, int? statusCode, string error) =>
        new(startedAt, Math.Max(0, (endedAt ?? startedAt) - startedAt), statusCode, error);
}
