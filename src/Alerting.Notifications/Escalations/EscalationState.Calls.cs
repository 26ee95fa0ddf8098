using Alerting.Notifications.Deliveries;

namespace Alerting.Notifications.Escalations;

internal sealed partial class EscalationState
{
    private const int MaxErrorLength = 300;

    /// <summary>When a call is to be tried, UTC ticks; null: none, until one that is being tried ends.</summary>
    public long? NextCallDue() => _schedule.NextCall?.At;

    /// <summary>Takes the call that is to be tried next, if any. Nothing durable: after a crash it is due again.</summary>
    public OpenCall? StartNext(long now)
    {
        if (_schedule.NextCall is not { } next || next.At > now)
        {
            return null;
        }

        var one = _all[next.Order];
        _schedule.Start(one, next.Number);
        return new OpenCall(one.AlertId, one.Policy, one.Find(next.Number)!);
    }

    /// <summary>
    /// It is the call's turn at its receiver. False when it is not needed any more; else the receiver may get it from now on.
    /// </summary>
    public bool Begin(OpenCall call)
    {
        if (Find(call.AlertId, call.Policy) is not { } one || one.Find(call.Entry.Number) is not { IsPending: true })
        {
            return false;
        }

        one.Times.Begun.Add(call.Entry.Number);
        return true;
    }

    /// <summary>The call was not tried, or its try was cut off: it is due as before, and that counts as no try.</summary>
    public void Abandon(OpenCall call)
    {
        if (Find(call.AlertId, call.Policy) is { } one)
        {
            one.Times.Begun.Remove(call.Entry.Number);
            _schedule.End(one, call.Entry.Number);
        }
    }

    /// <summary>
    /// The state is complete after a restart: whatever is open may have been under way when the process before ended.
    /// </summary>
    public void Recovered()
    {
        foreach (var one in _all.Values.Where(static one => one.HasPending))
        {
            one.Times.Begun.UnionWith(one.Pending.Select(static call => call.Number));
        }
    }

    /// <summary>What the end of a try comes to. The call is not in flight any more.</summary>
    /// <param name="call">What was tried.</param>
    /// <param name="startedAt">Start of the try.</param>
    /// <param name="now">End of the try.</param>
    /// <param name="verdict">Of the channel.</param>
    /// <param name="random">0..1, the jitter of the next delay.</param>
    public IReadOnlyList<EscalationEvent> Record(OpenCall call, long startedAt, long now, NotificationVerdict verdict, double random)
    {
        Abandon(call);
        if (Find(call.AlertId, call.Policy) is not { } one || one.Find(call.Entry.Number) is not { } entry)
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
            ? [failed, Unreached(one, one.Called!.Step, one.Next, now)]
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
            ? failed.NextAt is null || call.Attempts + 1 >= MaxAttemptsBeforeNext
            : !call.IsPending || call.Attempts >= MaxAttemptsBeforeNext);
}

/// <summary>A call that is being tried.</summary>
internal sealed record OpenCall(string AlertId, string Policy, CallEntry Entry)
{
    /// <inheritdoc cref="CallEntry.KeyOf"/>
    public string Key => Entry.KeyOf(AlertId, Policy);
}
