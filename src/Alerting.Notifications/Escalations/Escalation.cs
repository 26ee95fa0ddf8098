using Alerting.Escalations;

namespace Alerting.Notifications.Escalations;

/// <summary>What one policy does about one alert. Events change it by <see cref="Apply"/>; it decides nothing.</summary>
/// <param name="order">Its place among all, by which they are told apart at the same instant.</param>
internal sealed class Escalation(long order, string alertId, string policy, int version)
{
    /// <summary>So many finished calls are kept.</summary>
    private const int MaxKept = 500;

    private const int MaxUnreached = 100;

    private readonly SortedDictionary<int, CallEntry> _calls = [];
    private readonly SortedSet<int> _pending = [];
    private readonly Dictionary<CallLine, int> _reached = [];
    private readonly List<UnreachedStep> _unreached = [];
    private int _lastNumber;

    public long Order { get; } = order;

    public string AlertId { get; } = alertId;

    public string Policy { get; } = policy;

    public int Version { get; } = version;

    public EscalationStatus Status { get; private set; }

    /// <summary>The newest revision of the alert.</summary>
    public long Seq { get; private set; }

    /// <summary>From 1; 0 before the first.</summary>
    public int Run { get; private set; }

    /// <summary>What falls due next; null: nothing.</summary>
    public StepDue? Next { get; private set; }

    /// <summary>The step of this run that was called last; null before the first.</summary>
    public CalledStep? Called { get; private set; }

    public long StartedAt { get; private set; }

    /// <summary>0 while it is not stopped.</summary>
    public long StoppedAt { get; private set; }

    public string? StoppedBy { get; private set; }

    public bool HasEnded => Status is EscalationStatus.Cleared or EscalationStatus.Cancelled;

    /// <summary>Whether somebody may still be called.</summary>
    public bool IsCalling => Status is EscalationStatus.Running or EscalationStatus.Exhausted;

    /// <summary>By number.</summary>
    public IEnumerable<CallEntry> Pending => _pending.Select(number => _calls[number]);

    public bool HasPending => _pending.Count > 0;

    /// <summary>Who was called and heard it, with the last run in which.</summary>
    public IReadOnlyDictionary<CallLine, int> Reached => _reached;

    /// <summary>Where the scheduler has it; kept here so that it is found again without a search.</summary>
    public ScheduledTimes Times { get; } = new();

    public CallEntry? Find(int number) => _calls.GetValueOrDefault(number);

    /// <summary>The calls of the step that was called last.</summary>
    public IEnumerable<CallEntry> CallsOfStep()
    {
        for (var number = Called?.FirstNumber ?? 1; number <= (Called?.LastNumber ?? 0); number++)
        {
            yield return _calls[number];
        }
    }

    public static Escalation FromSnapshot(long order, EscalationEntry entry)
    {
        var escalation = new Escalation(order, entry.AlertId, entry.Policy, entry.Version)
        {
            Status = entry.Status,
            Seq = entry.Seq,
            Run = entry.Run,
            StartedAt = entry.StartedAt,
            StoppedAt = entry.StoppedAt,
            StoppedBy = entry.StoppedBy,
            Next = entry.Next,
            Called = entry.Called,
            _lastNumber = entry.LastNumber,
        };
        foreach (var call in entry.Calls)
        {
            escalation.Put(call);
        }

        foreach (var line in entry.Reached)
        {
            escalation._reached[new(line.Target, line.Channel)] = line.Run;
        }

        escalation._unreached.AddRange(entry.Unreached);
        return escalation;
    }

    public EscalationEntry ToSnapshot() => new(
        AlertId, Policy, Version, Status, Seq, Run, StartedAt, StoppedAt, StoppedBy, Next, Called, _lastNumber, [.. _calls.Values],
        [.. _reached.Select(static line => new ReachedLine(line.Key.Target, line.Key.Channel, line.Value))
            .OrderBy(static line => line.Target, StringComparer.Ordinal).ThenBy(static line => line.Channel)],
        [.. _unreached]);

    public void Apply(EscalationChange change)
    {
        switch (change)
        {
            case EscalationOpened e:
                Seq = e.Seq;
                break;
            case AlertRevised e:
                Seq = e.Seq;
                break;
            case RunStarted e:
                Drop(static call => call.Message != EscalationMessage.Ended);
                Run++;
                (Status, StartedAt, StoppedAt, StoppedBy) = (EscalationStatus.Running, e.At, 0, null);
                (Next, Called) = (e.Next, null);
                break;
            case StepCalled e:
                Call(e);
                break;
            case StepUnreached e:
                Called = Called! with { Outcome = StepOutcome.Unreached };
                Next = e.Next;
                _unreached.Add(new(Run, e.Step.Round + 1, e.Step.Step + 1, Instants.FromTicks(e.At)));
                _unreached.RemoveRange(0, Math.Max(0, _unreached.Count - MaxUnreached));
                break;
            case RunStopped e:
                Stop(e);
                break;
            case CallDelivered e when Find(e.Number) is { } call:
                Arrived(call, e);
                break;
            case CallFailed e when Find(e.Number) is { } call:
                Put(Failed(call, e));
                break;
            case CallDelivered or CallFailed:
                // It is not kept any more.
                break;
            default:
                throw new InvalidOperationException($"An escalation has no event {change.GetType().Name}.");
        }
    }

    /// <summary>What users see of it.</summary>
    public AlertEscalation ToView() => new()
    {
        Policy = Policy,
        Version = Version,
        Status = Status,
        Run = Run,
        Round = (Called?.Step.Round ?? 0) + 1,
        Step = (Called?.Step.Step ?? -1) + 1,
        StartedAt = Instants.FromTicks(StartedAt),
        NextAt = Status == EscalationStatus.Running && Next is { } next ? Instants.FromTicks(next.DueAt) : null,
        StoppedAt = StoppedAt == 0 ? null : Instants.FromTicks(StoppedAt),
        StoppedBy = StoppedBy,
        Unreached = [.. _unreached],
        Calls = [.. _calls.Values.Select(call => call.ToCall(AlertId, Policy))],
    };

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
        var isLate = e.At - e.Step.DueAt > EscalationState.LateAfter.Ticks;
        int? unreached = Called is { Outcome: StepOutcome.Unreached } before ? before.Step.Step : null;
        var first = _lastNumber + 1;
        foreach (var callee in e.Callees)
        {
            for (var channel = 0; channel < callee.Channels; channel++)
            {
                Put(new CallEntry
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
                });
            }
        }

        Called = new CalledStep(e.Step, e.At, first, _lastNumber, StepOutcome.Open);
        Next = e.Next;
        Status = e.Next is null ? EscalationStatus.Exhausted : EscalationStatus.Running;
        ForgetOld();
    }

    private void Stop(RunStopped e)
    {
        // That somebody acknowledged is no news any more once the alert has ended.
        Drop(call => call.Message == EscalationMessage.Call || e.Status != EscalationStatus.Acknowledged);
        (Status, StoppedAt, StoppedBy, Seq, Next) = (e.Status, e.At, e.By ?? StoppedBy, e.Seq, null);
        foreach (var line in e.Told)
        {
            Put(new CallEntry
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
            });
        }

        ForgetOld();
    }

    private void Drop(Func<CallEntry, bool> which)
    {
        foreach (var call in Pending.Where(which).ToList())
        {
            Put(call with { Status = EscalationCallStatus.Dropped });
        }
    }

    private void Put(CallEntry call)
    {
        _calls[call.Number] = call;
        _ = call.IsPending ? _pending.Add(call.Number) : _pending.Remove(call.Number);
    }

    private void ForgetOld()
    {
        var tooMany = _calls.Count - _pending.Count - MaxKept;
        if (tooMany > 0)
        {
            var from = Called?.FirstNumber ?? int.MaxValue;
            foreach (var old in _calls.Values.Where(call => !call.IsPending && call.Number < from).Take(tooMany).ToList())
            {
                _calls.Remove(old.Number);
            }
        }
    }
}
