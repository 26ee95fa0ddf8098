using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Thresholds;

namespace Alerting.Notifications.Escalations;

/// <summary>What one policy does about one alert. Events change it by <see cref="Apply"/>; it decides nothing.</summary>
/// <param name="order">Its place among all, by which they are told apart at the same instant.</param>
internal sealed partial class Escalation(long order, string alertId, string policy, int version)
{
    private const int MaxUnreached = 100;

    private readonly SortedDictionary<int, CallEntry> _calls = [];
    private readonly SortedSet<int> _pending = [];
    private readonly SortedSet<int> _held = [];
    private readonly Dictionary<CallLine, int> _reached = [];
    private readonly List<UnreachedStep> _unreached = [];
    private int _lastNumber;

    public long Order { get; } = order;

    public string AlertId { get; } = alertId;

    /// <summary>Code of the region of the alert.</summary>
    public string Region { get; } = AlertIds.RegionOf(alertId) ?? "";

    /// <summary>Id of the threshold of the alert.</summary>
    public string Threshold { get; } = AlertIds.ThresholdOf(alertId) ?? "";

    public string Policy { get; } = policy;

    public int Version { get; } = version;

    public EscalationStatus Status { get; private set; }

    /// <summary>The newest revision of the alert.</summary>
    public long Seq { get; private set; }

    /// <summary>Of the alert as of that; null where only a log of before it was kept tells of it.</summary>
    public Severity? Severity { get; private set; }

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

    /// <summary>What is held back, by number.</summary>
    public IEnumerable<CallEntry> Held => _held.Select(number => _calls[number]);

    public bool HasHeld => _held.Count > 0;

    /// <summary>Whether somebody is still to be called or told, now or once nothing holds that back.</summary>
    public bool IsToTell => HasPending || HasHeld;

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
            Severity = entry.Severity,
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
        [.. _unreached], Severity);

    public void Apply(EscalationChange change)
    {
        switch (change)
        {
            case EscalationOpened e:
                (Seq, Severity) = (e.Seq, e.Severity);
                break;
            case AlertRevised e:
                (Seq, Severity) = (e.Seq, e.Severity);
                break;
            case RunStarted e:
                Drop(static call => call.Message != EscalationMessage.Ended);
                Run++;
                (Seq, Severity) = (e.Seq ?? Seq, e.Severity ?? Severity);
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
            case CallsReleased e:
                Release(e);
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
}
