namespace Alerting.Notifications.Escalations;

/// <summary>
/// What is to be done when, over all escalations: steps that fall due, steps of which nobody was reached for so long, and calls that
/// are to be tried. Answers in O(log n). What is being tried is known here and never written: after a crash it is simply due again.
/// </summary>
internal sealed class EscalationSchedule
{
    /// <summary>
    /// What is late goes out in order: a step after the one before it was tried. No longer than this, for a receiver that does not
    /// answer must not keep back those of later steps.
    /// </summary>
    private static readonly TimeSpan s_maxInLine = TimeSpan.FromSeconds(30);

    private readonly SortedSet<(long At, long Order)> _steps = [];
    private readonly SortedSet<(long At, long Order)> _judgements = [];
    private readonly SortedSet<(long At, long Order, int Number)> _calls = [];
    private int _inFlight;

    public int InFlight => _inFlight;

    /// <summary>When a step falls due, and whose; null: none does.</summary>
    public (long At, long Order)? NextStep => _steps.Count > 0 ? _steps.Min : null;

    /// <summary>When it is given up that somebody of a step is reached soon, and whose; null: of none.</summary>
    public (long At, long Order)? NextJudgement => _judgements.Count > 0 ? _judgements.Min : null;

    /// <summary>When a call is to be tried, and which; null: none, until one that is being tried ends.</summary>
    public (long At, long Order, int Number)? NextCall => _calls.Count > 0 ? _calls.Min : null;

    /// <summary>Steps due by an instant, in order.</summary>
    public IEnumerable<(long At, long Order)> StepsDue(long now) => _steps.TakeWhile(step => step.At <= now);

    /// <summary>Steps to be judged by an instant, in order.</summary>
    public IEnumerable<(long At, long Order)> JudgementsDue(long now) => _judgements.TakeWhile(step => step.At <= now);

    /// <summary>To be called after every change of an escalation.</summary>
    public void Update(Escalation escalation)
    {
        var times = escalation.Times;
        Move(_steps, times.Step, escalation.Next?.DueAt, escalation.Order);
        times.Step = escalation.Next?.DueAt;
        long? judged = escalation is { IsCalling: true, Called: { Outcome: StepOutcome.Open } called }
            ? called.At + EscalationState.UnreachedAfter.Ticks
            : null;
        Move(_judgements, times.Judgement, judged, escalation.Order);
        times.Judgement = judged;
        foreach (var (number, at) in times.Calls)
        {
            _calls.Remove((at, escalation.Order, number));
        }

        times.Calls.Clear();
        foreach (var call in escalation.Pending)
        {
            if (!times.InFlight.Any(number => number == call.Number || escalation.Find(number)?.Line == call.Line))
            {
                var at = IsInLine(escalation, call) ? Math.Max(call.NextAt, call.OpenedAt + s_maxInLine.Ticks) : call.NextAt;
                times.Calls.Add((call.Number, at));
                _calls.Add((at, escalation.Order, call.Number));
            }
        }
    }

    /// <summary>The escalation is not there any more.</summary>
    public void Remove(Escalation escalation)
    {
        var times = escalation.Times;
        Move(_steps, times.Step, null, escalation.Order);
        Move(_judgements, times.Judgement, null, escalation.Order);
        foreach (var (number, at) in times.Calls)
        {
            _calls.Remove((at, escalation.Order, number));
        }

        _inFlight -= times.InFlight.Count;
        times.InFlight.Clear();
    }

    /// <summary>A call is being tried from now on.</summary>
    public void Start(Escalation escalation, int number)
    {
        if (escalation.Times.InFlight.Add(number))
        {
            _inFlight++;
        }

        Update(escalation);
    }

    /// <summary>A call is not being tried any more.</summary>
    public void End(Escalation escalation, int number)
    {
        if (escalation.Times.InFlight.Remove(number))
        {
            _inFlight--;
        }

        Update(escalation);
    }

    private static void Move(SortedSet<(long At, long Order)> set, long? from, long? to, long order)
    {
        if (from != to)
        {
            _ = from is { } old && set.Remove((old, order));
            _ = to is { } at && set.Add((at, order));
        }
    }

    /// <summary>Whether a call of an earlier step that is not tried yet goes before it.</summary>
    private static bool IsInLine(Escalation escalation, CallEntry call) => call is { Late: true, Step: { } step }
        && escalation.Pending.TakeWhile(before => before.Number < call.Number)
            .Any(before => before is { Attempts: 0, Step: { } earlier } && before.Run == call.Run && earlier != step);
}

/// <summary>Where <see cref="EscalationSchedule"/> has an escalation.</summary>
internal sealed class ScheduledTimes
{
    public long? Step { get; set; }

    public long? Judgement { get; set; }

    public List<(int Number, long At)> Calls { get; } = [];

    /// <summary>Calls that are being tried, or wait for their turn at the receiver.</summary>
    public HashSet<int> InFlight { get; } = [];

    /// <summary>Calls that the receiver may have got without our knowing.</summary>
    public HashSet<int> Begun { get; } = [];
}
