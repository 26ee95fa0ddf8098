using Alerting.Escalations;
using Alerting.Notifications;
using Alerting.Thresholds;

namespace Alerting.Notifications.Tests.Escalations;

/// <summary>
/// One policy and one alert as the contract has it, second by second and without any index: what is sent when, under which key.
/// </summary>
internal sealed class NaiveEscalation(EscalationWorld world, int alert, int policy)
{
    private const int MaxUnanswered = 120;

    // Of the schedule of retries, as far as there is time for it.
    private static readonly int[] s_delays = [5, .. Enumerable.Repeat(30, 20), 300, 1_800];

    private readonly EscalationPolicy _policy = world.Policies[policy];
    private readonly List<Call> _calls = [];
    private int _read;
    private int _run;
    private int _round;
    private int? _nextStep;
    private int _nextDue;
    private int _roundAt;
    private string _status = "waiting";
    private List<Call>? _last;
    private int _lastAt;
    private bool _lastIsOpen;
    private Severity _severity;

    public List<(int At, string Key)> Sent { get; } = [];

    public List<CalledNaively> Steps { get; } = [];

    public int Unreached { get; private set; }

    public string Status => _status;

    public IEnumerable<ShownNaively> Shown => _calls.Select(static call => new ShownNaively(
        call.Key,
        call.Held is { } held ? held.IsSilence ? "silenced" : "inhibited"
            : call.IsPending ? "pending" : call.IsDelivered ? "delivered" : call.IsRefused ? "failed" : "dropped",
        call.HeldBy,
        call.IsCall && call.IsLate));

    public void Play(int until)
    {
        for (var second = 0; second <= until; second++)
        {
            if (world.IsUp(second))
            {
                Second(second);
            }
        }
    }

    private static int Seconds(EscalationStep step) => (int)step.After.Value.TotalSeconds;

    private void Second(int now)
    {
        while (_read < world.Alerts[alert].Count && world.Alerts[alert][_read].At <= now)
        {
            Read(world.Alerts[alert][_read++], now);
        }

        if (world.HoldAt(now, _severity) is null)
        {
            Release(now);
        }

        do
        {
            if (_lastIsOpen && IsCalling && now >= _lastAt + MaxUnanswered)
            {
                Miss(now);
            }

            while (_status == "running" && _nextStep is { } step && _nextDue <= now)
            {
                CallStep(step, now);
            }

            var isKilled = world.IsKilled(now);
            while (_calls.Find(call => call.IsPending && call.NextAt <= now) is { } call)
            {
                Sent.Add((now, call.Key));
                if (isKilled)
                {
                    // Nothing of it is recorded; whoever may have got it counts as called.
                    call.NextAt = now + 1;
                }
                else
                {
                    Send(call, now);
                }
            }

            if (isKilled)
            {
                _calls.Where(static call => call.IsPending).ToList().ForEach(static call => call.MayHaveArrived = true);
                return;
            }
        }
        while (_status == "running" && _nextStep is not null && _nextDue <= now);
    }

    private bool IsCalling => _status is "running" or "exhausted";

    /// <summary>Of what was held back from a receiver the newest is told, once and late.</summary>
    private void Release(int now)
    {
        var held = _calls.Where(static call => call.Held is not null).ToList();
        foreach (var line in held.GroupBy(static call => (call.Target, call.Channel)))
        {
            var newest = line.Last();
            (newest.IsPending, newest.NextAt, newest.IsLate) = (true, now, true);
            if (newest.IsCall && _last!.Contains(newest))
            {
                // From now on it counts whether it reaches anybody.
                (_lastAt, _lastIsOpen) = (now, true);
            }
        }

        held.ForEach(static call => call.Held = null);
    }

    private void Drop() => _calls.ForEach(static call => (call.IsPending, call.Held) = (false, null));

    private void Read(AlertEvent change, int now)
    {
        _severity = change.Severity;
        if (change.What is Happening.Cleared or Happening.Cancelled)
        {
            if (_run > 0)
            {
                Stop(change.What == Happening.Cleared ? "cleared" : "cancelled", "ended", _calls, now);
            }
        }
        else if ((_status == "waiting" && change.By is null && change.Severity >= _policy.MinSeverity)
            || (_status == "acknowledged" && change.By is null))
        {
            Drop();
            _run++;
            _status = "running";
            _last = null;
            _lastIsOpen = false;
            Begin(0, change.At);
        }
        else if (IsCalling && change.By is not null)
        {
            Stop("acknowledged", "acknowledged", _calls.Where(call => call.Run == _run), now);
        }
    }

    private void Stop(string status, string part, IEnumerable<Call> called, int now)
    {
        var lines = called.Where(static call => call.IsCall && (call.IsDelivered || (call.IsPending && call.MayHaveArrived)))
            .Select(static call => (call.Target, call.Channel)).Distinct().ToList();
        Drop();
        _status = status;
        _nextStep = null;
        _lastIsOpen = false;
        foreach (var (target, channel) in lines)
        {
            Hold(new Call(Key(part, target, channel), _run, target, channel, IsCall: false) { NextAt = now }, now);
        }
    }

    private void Hold(Call call, int now)
    {
        _calls.Add(call);
        call.Held = call.IsPending ? world.HoldAt(now, _severity) : null;
        call.HeldBy = call.Held?.By;
        call.IsPending &= call.Held is null;
    }

    private void Begin(int round, int at) => (_round, _roundAt, _nextStep, _nextDue) = (round, at, 0, at + Seconds(_policy.Steps[0]));

    private void CallStep(int step, int now)
    {
        Steps.Add(new(_run, _round, step, _nextDue, now));
        _last = [];
        foreach (var target in _policy.Steps[step].Notify.Distinct())
        {
            var isKnown = target != "contact:unknown";
            for (var channel = 1; channel <= (target == "contact:both" ? 2 : 1); channel++)
            {
                _last.Add(new Call(Key($"{_round + 1}.{step + 1}", target, channel), _run, target, channel, IsCall: true)
                {
                    NextAt = now,
                    IsPending = isKnown,
                    IsRefused = !isKnown,
                    IsLate = now > _nextDue + 1,
                });
            }
        }

        _last.ForEach(call => Hold(call, now));
        (_lastAt, _lastIsOpen) = (now, _last.TrueForAll(static call => call.Held is null));
        if (step + 1 < _policy.Steps.Count)
        {
            (_nextStep, _nextDue) = (step + 1, _nextDue + Seconds(_policy.Steps[step + 1]));
        }
        else if (_round < _policy.Repeat)
        {
            var end = _roundAt + _policy.Steps.Sum(Seconds);
            var lastWait = Seconds(_policy.Steps[^1]);
            Begin(_round + 1, Seconds(_policy.Steps[0]) > 0 ? end : end + (lastWait > 0 ? lastWait : 60));
        }
        else
        {
            _nextStep = null;
            _status = "exhausted";
        }

        if (_last.TrueForAll(static call => call.IsRefused))
        {
            Miss(now);
        }
    }

    /// <summary>Nobody of the last step could be reached: the next one of the round is due now.</summary>
    private void Miss(int now)
    {
        Unreached++;
        _lastIsOpen = false;
        if (_nextStep > 0)
        {
            _nextDue = Math.Min(_nextDue, now);
        }
    }

    private void Send(Call call, int now)
    {
        var answer = EscalationWorld.Answer(call.Target, now);
        call.MayHaveArrived = answer is NotificationVerdict.Retry { StatusCode: null };
        switch (answer)
        {
            case NotificationVerdict.Delivered:
                (call.IsPending, call.IsDelivered) = (false, true);
                _lastIsOpen &= !(call.IsCall && _last!.Contains(call));
                break;
            case NotificationVerdict.Retry:
                call.NextAt = now + s_delays[call.Failures++];
                break;
            default:
                (call.IsPending, call.IsRefused) = (false, true);
                break;
        }

        if (_lastIsOpen && IsCalling && _last!.Contains(call)
            && _last.TrueForAll(static one => one.IsRefused || !one.IsPending || one.Failures >= 3))
        {
            Miss(now);
        }
    }

    private string Key(string part, string target, int channel) =>
        $"IQ-AN.bombs.{alert + 1}.escalation.p{policy}.{_run}.{part}.{target.Replace("contact:", "", StringComparison.Ordinal)}.{channel}";

    private sealed record Call(string Key, int Run, string Target, int Channel, bool IsCall)
    {
        public int NextAt { get; set; }

        public bool IsPending { get; set; } = true;

        public bool IsDelivered { get; set; }

        public bool IsRefused { get; set; }

        public bool MayHaveArrived { get; set; }

        public int Failures { get; set; }

        public bool IsLate { get; set; }

        /// <summary>What holds it back now.</summary>
        public (string By, bool IsSilence)? Held { get; set; }

        /// <summary>And what held it back ever.</summary>
        public string? HeldBy { get; set; }
    }
}

/// <summary>A call as users are to see it.</summary>
internal sealed record ShownNaively(string Key, string Status, string? By, bool IsLate);

/// <param name="Due">Second at which it was due.</param>
/// <param name="At">Second in which it was called.</param>
internal sealed record CalledNaively(int Run, int Round, int Step, int Due, int At);
