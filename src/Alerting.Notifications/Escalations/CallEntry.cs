using System.Text.Json.Serialization;
using Alerting.Escalations;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Holding;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Escalations;

/// <summary>One message of an escalation to one channel of somebody. Instants are UTC ticks, 0 for none.</summary>
internal sealed record CallEntry
{
    /// <summary>Within its escalation, from 1.</summary>
    public required int Number { get; init; }

    public EscalationMessage Message { get; init; }

    public required int Run { get; init; }

    /// <summary>The step that is called; null of what is no call.</summary>
    public StepDue? Step { get; init; }

    /// <summary><c>contact:id</c> or <c>subscription:id</c>; <c>schedule:id</c> where nobody was on call.</summary>
    public required string Target { get; init; }

    public string? Via { get; init; }

    /// <summary>From 0.</summary>
    public int Channel { get; init; }

    /// <summary>The revision of the alert that it tells.</summary>
    public required long Seq { get; init; }

    /// <summary>When it became due.</summary>
    public required long DueAt { get; init; }

    /// <summary>When it was seen to be due.</summary>
    public required long OpenedAt { get; init; }

    public bool Late { get; init; }

    /// <summary>The step, from 0, of which nobody could be reached before this one; null where that is not so.</summary>
    public int? Unreached { get; init; }

    public EscalationCallStatus Status { get; init; }

    public int Attempts { get; init; }

    /// <summary>Retries of the schedule used up.</summary>
    public int Retries { get; init; }

    public long NextAt { get; init; }

    public long FirstAttemptAt { get; init; }

    public long LastAttemptAt { get; init; }

    public long DeliveredAt { get; init; }

    public int? LastStatusCode { get; init; }

    public string? LastError { get; init; }

    public IReadOnlyList<FailedTry>? Failures { get; init; }

    /// <summary>What holds it back, or did so before; null for nothing.</summary>
    public Hold? Held { get; init; }

    /// <summary>How many to the same receiver, this one too, were held back before it was let go; null where it was not.</summary>
    public int? HeldCount { get; init; }

    [JsonIgnore]
    public bool IsHeld => Status is EscalationCallStatus.Silenced or EscalationCallStatus.Inhibited;

    [JsonIgnore]
    public bool IsPending => Status == EscalationCallStatus.Pending;

    /// <summary>Who is told by which channel.</summary>
    [JsonIgnore]
    public CallLine Line => new(Target, Channel);

    /// <summary>The same on every try, and of no other message.</summary>
    public string KeyOf(string alertId, string policy)
    {
        var part = Step is null ? EnumNames.ToName(Message) : $"{Step.Round + 1}.{Step.Step + 1}";
        var who = Target.Replace(EscalationTargets.Contact, "", StringComparison.Ordinal);
        return $"{alertId}.escalation.{policy}.{Run}.{part}.{who}.{Channel + 1}";
    }

    /// <summary>As it is kept while this holds it back; as it is where nothing does.</summary>
    public CallEntry KeptBy(Hold? hold) => hold is not { } by ? this : this with
    {
        Status = by.Silence is null ? EscalationCallStatus.Inhibited : EscalationCallStatus.Silenced,
        Held = by,
    };

    /// <summary>Nothing holds it back any more: due from this instant on, with the alert as it then stands.</summary>
    /// <param name="seq">Of the newest revision.</param>
    /// <param name="count">How many to the same receiver were held back.</param>
    public CallEntry LetGo(long now, long seq, int count) => this with
    {
        Status = EscalationCallStatus.Pending,
        Seq = seq,
        OpenedAt = now,
        NextAt = now,
        Late = true,
        HeldCount = count,
    };

    /// <summary>Why it is told now; null where that goes without saying.</summary>
    [JsonIgnore]
    public string? Reason => HeldCount is null ? null : Held?.Ended;

    public CallEntry Tried(long startedAt) => this with
    {
        Attempts = Attempts + 1,
        FirstAttemptAt = FirstAttemptAt == 0 ? startedAt : FirstAttemptAt,
        LastAttemptAt = startedAt,
    };

    public CallEntry Failing(FailedTry failed) => Tried(failed.At) with
    {
        LastStatusCode = failed.StatusCode,
        LastError = failed.Error,
        Failures = [.. (Failures ?? []).TakeLast(FailedTry.MaxKept - 1), failed],
    };

    /// <summary>What users see of it.</summary>
    public EscalationCall ToCall(string alertId, string policy) => new()
    {
        Key = KeyOf(alertId, policy),
        Message = Message,
        Run = Run,
        Round = Step?.Round + 1,
        Step = Step?.Step + 1,
        Target = Target,
        Via = Via,
        Channel = Channel + 1,
        DueAt = Instants.FromTicks(DueAt),
        Late = Late,
        Status = Status,
        Attempts = Attempts,
        NextAttemptAt = IsPending ? Instants.FromTicks(NextAt) : null,
        DeliveredAt = DeliveredAt == 0 ? null : Instants.FromTicks(DeliveredAt),
        LastError = LastError,
        Tries = [.. TriesShown()],
        By = Held?.By,
        Reason = Status == EscalationCallStatus.Inhibited ? Held?.Inhibition?.Reason : Reason,
        Inhibitor = Status == EscalationCallStatus.Inhibited ? Held?.Inhibition?.AlertId : null,
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

/// <summary>Who is told by which channel.</summary>
/// <param name="Target">As in <see cref="CallEntry"/>.</param>
/// <param name="Channel">From 0.</param>
internal readonly record struct CallLine(string Target, int Channel);
