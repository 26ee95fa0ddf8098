using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Escalations;
using Alerting.Notifications.Holding;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Escalations;

public sealed class EscalationStateTests
{
    private const string AlertId = "IQ-AN.simultaneous-assaults.7";

    private readonly EscalationState _state = new();
    private long _now = AlertSample.Start.UtcTicks;
    private long _seq;
    private int _revision;

    [Fact]
    public void A_policy_is_at_work_where_region_threshold_and_severity_match()
    {
        Adopt(
            Policy("iraq") with { Regions = ["IQ"] }, Policy("syria") with { Regions = ["SY"] },
            Policy("other") with { Thresholds = ["other"] }, Policy("critical") with { MinSeverity = Severity.Critical });

        Take(Severity.Severe);

        Assert.Equal(["iraq"], Views().Select(static view => view.Policy));
    }

    [Fact]
    public void A_policy_starts_when_a_later_revision_first_is_grave_enough()
    {
        Adopt(Policy("critical", "PT5M") with { MinSeverity = Severity.Critical });
        Take(Severity.Warning);
        Assert.Empty(Views());

        Advance("PT1H");
        Take(Severity.Critical, AlertChange.Updated);

        Assert.Equal(Instants.FromTicks(_now).AddMinutes(5), Assert.Single(Views()).NextAt);
    }

    [Fact]
    public void Alerts_of_before_the_policy_are_let_be()
    {
        Adopt(Policy("one", id: 1) with { MinSeverity = Severity.Critical });
        Take(Severity.Warning);
        Adopt(Policy("one", id: 1) with { MinSeverity = Severity.Critical }, Policy("two"));

        Take(Severity.Severe, AlertChange.Updated);

        Assert.Empty(Views());
    }

    [Fact]
    public void A_policy_that_is_changed_stays_as_it_was_for_alerts_that_were_raised()
    {
        Adopt(Policy("night", "PT5M"));
        Take();

        Adopt(Policy("night", "PT9M", id: 2));

        var view = Assert.Single(Views());
        Assert.Equal((1, Instants.FromTicks(_now).AddMinutes(5)), (view.Version, view.NextAt));
    }

    [Fact]
    public void A_policy_that_is_deleted_calls_nobody_any_more_and_who_was_called_hears_the_end()
    {
        Adopt(Policy("night", "PT0S", "PT5M"));
        Take();
        CallDue();
        Deliver();

        Adopt();
        Advance("PT1H");
        Assert.Empty(_state.StepsDue(_now, 10));
        Assert.Equal(EscalationStatus.Stopped, Assert.Single(Views()).Status);

        Take(change: AlertChange.Cleared);
        Assert.Equal(["IQ-AN.simultaneous-assaults.7.escalation.night.1.ended.duty.1"], Deliver());
    }

    [Fact]
    public void A_step_is_late_when_it_is_called_more_than_a_second_after_its_instant()
    {
        Adopt(Policy("night", "PT0S", "PT5M", "PT5M"));
        Take();
        CallDue();
        Advance("PT10M2S");

        CallDue();

        Assert.Equal([false, true, true], Views()[0].Calls.Select(static call => call.Late));
        Assert.Equal([0, 5, 10], Views()[0].Calls.Select(static call => (call.DueAt - AlertSample.Start).TotalMinutes));
    }

    [Fact]
    public void What_is_late_goes_out_in_order()
    {
        Adopt(Policy("night", "PT0S", "PT5M"));
        Take();
        Advance("PT10M");
        CallDue();

        var first = Assert.IsType<OpenCall>(_state.StartNext(_now));
        Assert.Null(_state.StartNext(_now));
        Raise(_state.Record(first, _now, _now, new NotificationVerdict.Retry(503, "busy"), 0));

        Assert.Equal(1, Assert.IsType<OpenCall>(_state.StartNext(_now)).Entry.Step!.Step);
    }

    [Fact]
    public void What_is_late_waits_for_a_receiver_that_does_not_answer_half_a_minute_at_most()
    {
        Adopt(Policy("night", "PT0S", "PT5M") with
        {
            Steps = [Step("PT0S", "contact:slow"), Step("PT5M", "contact:duty")],
        });
        Take();
        Advance("PT10M");
        CallDue();
        Assert.NotNull(_state.StartNext(_now));

        Advance("PT30S");

        Assert.Equal("contact:duty", _state.StartNext(_now)?.Entry.Target);
    }

    [Fact]
    public void Nobody_gets_two_messages_of_an_alert_at_the_same_time()
    {
        Adopt(Policy("night", "PT0S", "PT1M"));
        Take();
        CallDue();
        var first = _state.StartNext(_now)!;
        Advance("PT1M");
        CallDue();

        Assert.Null(_state.StartNext(_now));
        Raise(_state.Record(first, _now, _now, new NotificationVerdict.Delivered(200), 0));
        Assert.NotNull(_state.StartNext(_now));
    }

    [Fact]
    public void The_call_after_a_step_of_which_nobody_could_be_reached_says_so()
    {
        Adopt(Policy("night", "PT0S", "PT1H"));
        Take();
        CallDue();
        var call = _state.StartNext(_now)!;
        Raise(_state.Record(call, _now, _now, new NotificationVerdict.Permanent(400, "refused"), 0));
        CallDue();

        Assert.Equal(0, _state.StartNext(_now)!.Entry.Unreached);
        Assert.Equal((1, 1, 1), Assert.Single(Views()[0].Unreached) is var step ? (step.Run, step.Round, step.Step) : default);
    }

    [Fact]
    public void An_answer_that_comes_after_the_acknowledgement_counts()
    {
        Adopt(Policy("night", "PT0S"));
        Take();
        CallDue();
        var call = _state.StartNext(_now)!;
        Assert.True(_state.Begin(call));

        Take(change: AlertChange.Acknowledged, by: "Sgt Karim");
        Raise(_state.Record(call, _now, _now, new NotificationVerdict.Delivered(200), 0));

        Assert.Equal(
            [EscalationCallStatus.Delivered, EscalationCallStatus.Pending], Views()[0].Calls.Select(static shown => shown.Status));
        Assert.Equal("Sgt Karim", Views()[0].StoppedBy);
    }

    [Fact]
    public void Nobody_is_told_of_an_acknowledgement_who_was_not_called()
    {
        Adopt(Policy("night", "PT5M"));
        Take();
        Take(change: AlertChange.Acknowledged, by: "Sgt Karim");

        Assert.Null(_state.StartNext(_now));
        Assert.Empty(Views()[0].Calls);
    }

    [Fact]
    public void The_ledger_waits_for_what_is_not_told_yet()
    {
        Adopt(Policy("night", "PT0S"));
        Take();
        CallDue();
        Take(Severity.Critical, AlertChange.Updated);
        Assert.Equal(1, _state.NeededFrom());

        Deliver();
        Assert.Equal(3, _state.NeededFrom());
    }

    private static PolicyInForce[] Numbered(IEnumerable<NamedPolicy> policies) =>
        [.. policies.Select(static policy => new PolicyInForce(policy.Name, policy.Version, policy.Definition))];

    private static EscalationStep Step(string after, params string[] targets) => new() { After = Duration.Parse(after), Notify = targets };

    private static NamedPolicy Policy(string name, params string[] afters) => Policy(name, 1, afters);

    private static NamedPolicy Policy(string name, string after, int id) => Policy(name, id, [after]);

    private static NamedPolicy Policy(string name, int id, params string[] afters) =>
        new(name, id, [.. afters.DefaultIfEmpty("PT1M").Select(static after => Step(after, "contact:duty"))]);

    private void Adopt(params NamedPolicy[] policies) => Raise(_state.Adopt(_state.Revision + 1, Numbered(policies), 0, _now));

    private void Advance(string time) => _now += Duration.Parse(time).Ticks;

    private void Take(Severity severity = Severity.Severe, AlertChange change = AlertChange.Raised, string? by = null) => Raise(_state.Take(
        AlertSample.Alert(++_seq, AlertId, ++_revision, change, severity: severity) with
        {
            UpdatedAt = Instants.FromTicks(_now),
            Acknowledged = by is null ? null : new(Instants.FromTicks(_now), by, null),
        },
        AlertSample.IsWithin,
        Holds.None,
        _now));

    private void CallDue()
    {
        while (_state.StepsDue(_now, 1) is [var due])
        {
            Raise(_state.Call(
                due, [.. due.Definition.Notify.Select(static target => new StepCallee(target, null, 1))], Holds.None, _now));
        }
    }

    private List<string> Deliver()
    {
        var keys = new List<string>();
        while (_state.StartNext(_now) is { } call)
        {
            keys.Add(call.Key);
            Raise(_state.Record(call, _now, _now, new NotificationVerdict.Delivered(200), 0));
        }

        return keys;
    }

    private IReadOnlyList<AlertEscalation> Views() => _state.View(AlertId);

    private void Raise(IReadOnlyList<EscalationEvent> events)
    {
        foreach (var change in events)
        {
            _state.Apply(change);
        }
    }

    private sealed record NamedPolicy(string Name, int Version, IReadOnlyList<EscalationStep> Steps)
    {
        public IReadOnlyList<string> Regions { get; init; } = [];

        public IReadOnlyList<string> Thresholds { get; init; } = [];

        public Severity MinSeverity { get; init; }

        public EscalationPolicy Definition => new()
        {
            Regions = Regions,
            Thresholds = Thresholds,
            MinSeverity = MinSeverity,
            Steps = Steps,
        };
    }
}
