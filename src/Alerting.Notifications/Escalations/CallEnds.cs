using Alerting.Notifications.Deliveries;

namespace Alerting.Notifications.Escalations;

/// <summary>What the ends of tries to call somebody come to.</summary>
internal static class CallEnds
{
    private const int MaxErrorLength = 300;

    /// <summary>What the end of a try comes to. The call is not in flight any more.</summary>
    /// <param name="state">Of all escalations.</param>
    /// <param name="call">What was tried.</param>
    /// <param name="startedAt">Start of the try.</param>
    /// <param name="now">End of the try.</param>
    /// <param name="verdict">Of the channel.</param>
    /// <param name="random">0..1, the jitter of the next delay.</param>
    public static IReadOnlyList<EscalationEvent> Record(
        this EscalationState state, OpenCall call, long startedAt, long now, NotificationVerdict verdict, double random)
    {
        state.Abandon(call);
        if (state.Find(call.AlertId, call.Policy) is not { } one || one.Find(call.Entry.Number) is not { } entry)
        {
            return [];
        }

        if (verdict is NotificationVerdict.Retry { StatusCode: null })
        {
            // No answer came: that says nothing about what the receiver has got.
            one.Times.Begun.Add(entry.Number);
        }

        if (verdict is NotificationVerdict.Delivered)
        {
            return [new CallDelivered(call.AlertId, call.Policy, entry.Number, startedAt, now, verdict.StatusCode)];
        }

        var failed = Failed(call, entry, startedAt, now, verdict, random);
        return IsUnreached(one, failed)
            ? [failed, EscalationState.Unreached(one, one.Called!.Step, one.Next, now)]
            : [failed];
    }

    private static CallFailed Failed(
        OpenCall call, CallEntry entry, long startedAt, long now, NotificationVerdict verdict, double random)
    {
        var (nextAt, retries) = verdict switch
        {
            NotificationVerdict.Retry { After: { } delay } when !IsOver(entry, startedAt) =>
                (now + Math.Clamp(delay.Ticks, RetrySchedule.MinRetryAfter.Ticks, RetrySchedule.MaxRetryAfter.Ticks), entry.Retries),
            NotificationVerdict.Retry when entry.Retries < RetrySchedule.Steps =>
                (now + RetrySchedule.Delay(entry.Retries, random), entry.Retries + 1),
            _ => ((long?)null, entry.Retries),
        };
        var error = verdict.Error ?? "";
        return new CallFailed(
            call.AlertId, call.Policy, entry.Number, startedAt, now, verdict.StatusCode,
            error.Length <= MaxErrorLength ? error : error[..MaxErrorLength], nextAt, retries);
    }

    private static bool IsOver(CallEntry entry, long startedAt) =>
        entry.FirstAttemptAt != 0 && startedAt - entry.FirstAttemptAt >= RetrySchedule.Span.Ticks;

    /// <summary>Whether nobody of the step called last can be reached, now that this try failed.</summary>
    private static bool IsUnreached(Escalation one, CallFailed failed) =>
        one is { IsCalling: true, Called.Outcome: StepOutcome.Open }
        && failed.Number >= one.Called.FirstNumber && failed.Number <= one.Called.LastNumber
        && one.CallsOfStep().All(call => call.Number == failed.Number
            ? failed.NextAt is null || call.Attempts + 1 >= EscalationState.MaxAttemptsBeforeNext
            : !call.IsPending || call.Attempts >= EscalationState.MaxAttemptsBeforeNext);
}
