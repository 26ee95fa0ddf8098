using Alerting.Escalations;

namespace Alerting.Notifications.Escalations;

internal sealed partial class Escalation
{
    /// <summary>So many finished calls are kept.</summary>
    private const int MaxKept = 500;

    private static CallEntry Failed(CallEntry call, CallFailed e)
    {
        var tried = e.StartedAt == 0
            ? call with { LastError = e.Error }
            : call.Failing(new(e.StartedAt, Math.Max(0, e.At - e.StartedAt), e.StatusCode, e.Error));
        return !call.IsPending ? tried
            : e.NextAt is { } next ? tried with { NextAt = next, Retries = e.Retries }
            : tried with { Status = EscalationCallStatus.Failed };
    }

    private void Arrived(CallEntry call, CallDelivered e)
    {
        Put(call.Tried(e.StartedAt) with
        {
            Status = EscalationCallStatus.Delivered,
            DeliveredAt = e.At,
            LastStatusCode = e.StatusCode,
            LastError = null,
        });
        if (call.Message == EscalationMessage.Call)
        {
            _reached[call.Line] = call.Run;
            if (Called is { Outcome: StepOutcome.Open } called && call.Run == Run && call.Number >= called.FirstNumber)
            {
                Called = called with { Outcome = StepOutcome.Reached };
            }
        }
    }

    private void Call(StepCalled e)
    {
        var isHeld = false;
        var isLate = e.At - e.Step.DueAt > EscalationState.LateAfter.Ticks;
        int? unreached = Called is { Outcome: StepOutcome.Unreached } before ? before.Step.Step : null;
        var first = _lastNumber + 1;
        foreach (var callee in e.Callees)
        {
            for (var channel = 0; channel < callee.Channels; channel++)
            {
                var call = new CallEntry
                {
                    Number = ++_lastNumber,
                    Run = Run,
                    Step = e.Step,
                    Target = callee.Target,
                    Via = callee.Via,
                    Channel = channel,
                    Seq = e.Seq,
                    DueAt = e.Step.DueAt,
                    OpenedAt = e.At,
                    NextAt = e.At,
                    Late = isLate,
                    Unreached = unreached,
                    Status = callee.Error is null ? EscalationCallStatus.Pending : EscalationCallStatus.Failed,
                    LastError = callee.Error,
                };
                call = call.IsPending ? call.KeptBy(e.Held) : call;
                isHeld |= call.IsHeld;
                Put(call);
            }
        }

        Called = new CalledStep(e.Step, e.At, first, _lastNumber, isHeld ? StepOutcome.Held : StepOutcome.Open);
        Next = e.Next;
        Status = e.Next is null ? EscalationStatus.Exhausted : EscalationStatus.Running;
        ForgetOld();
    }

    private void Stop(RunStopped e)
    {
        // That somebody acknowledged is no news any more once the alert has ended.
        Drop(call => call.Message == EscalationMessage.Call || e.Status != EscalationStatus.Acknowledged);
        (Status, StoppedAt, StoppedBy, Seq, Next) = (e.Status, e.At, e.By ?? StoppedBy, e.Seq, null);
        Severity = e.Severity ?? Severity;
        foreach (var line in e.Told)
        {
            var told = new CallEntry
            {
                Number = ++_lastNumber,
                Message = HasEnded ? EscalationMessage.Ended : EscalationMessage.Acknowledged,
                Run = Run,
                Target = line.Target,
                Channel = line.Channel,
                Seq = e.Seq,
                DueAt = e.At,
                OpenedAt = e.Now,
                NextAt = e.Now,
                Late = e.Now - e.At > EscalationState.LateAfter.Ticks,
            };
            Put(told.KeptBy(e.Held));
        }

        ForgetOld();
    }

    /// <summary>Whoever is called of what was held back is called anew, so that the step may now be one that reaches nobody.</summary>
    private void Release(CallsReleased e)
    {
        var counts = Held.CountBy(static call => call.Line).ToDictionary();
        foreach (var call in Held.ToList())
        {
            Put(e.Numbers.Contains(call.Number)
                ? call.LetGo(e.At, e.Seq, counts[call.Line])
                : call with { Status = EscalationCallStatus.Dropped });
        }

        Called = Called is { Outcome: StepOutcome.Held } called ? called with { At = e.At, Outcome = StepOutcome.Open } : Called;
    }

    private void Drop(Func<CallEntry, bool> which)
    {
        foreach (var call in Pending.Concat(Held).Where(which).ToList())
        {
            Put(call with { Status = EscalationCallStatus.Dropped });
        }
    }

    private void Put(CallEntry call)
    {
        _calls[call.Number] = call;
        _ = call.IsPending ? _pending.Add(call.Number) : _pending.Remove(call.Number);
        _ = call.IsHeld ? _held.Add(call.Number) : _held.Remove(call.Number);
    }

    private void ForgetOld()
    {
        var tooMany = _calls.Count - _pending.Count - _held.Count - MaxKept;
        if (tooMany > 0)
        {
            var from = Called?.FirstNumber ?? int.MaxValue;
            foreach (var old in _calls.Values.Where(call => !call.IsPending && !call.IsHeld && call.Number < from).Take(tooMany).ToList())
            {
                _calls.Remove(old.Number);
            }
        }
    }
}
