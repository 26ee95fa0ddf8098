using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Escalations;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Inhibitions;
using Alerting.Notifications.Silences;
using Alerting.Silences;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Notifications.Tests.Escalations;

public sealed class HeldCallsTests
{
    private const string AlertId = "IQ-AN.bombs.7";
    private const string Prefix = AlertId + ".escalation.night.";

    private static readonly Holds s_silence = Silenced(Severity.Severe);

    private readonly EscalationState _state = new();
    private long _now = AlertSample.Start.UtcTicks;
    private long _seq;
    private int _revision;

    [Fact]
    public void Whoever_was_to_be_called_is_called_once_by_the_newest_step_when_the_silence_ends()
    {
        Adopt(("PT0S", ["contact:a", "contact:b"]), ("PT5M", ["contact:a"]), ("PT5M", ["contact:a"]));
        Take(s_silence);
        CallDue(s_silence);
        Advance("PT7M");
        CallDue(s_silence);
        Assert.Null(_state.StartNext(_now));
        Assert.All(View.Calls, static call => Assert.Equal((EscalationCallStatus.Silenced, "quiet"), (call.Status, call.By)));

        Release(Holds.None);

        Assert.Equal([Prefix + "1.1.1.b.1", Prefix + "1.1.2.a.1"], Deliver());
        Assert.Equal(
            [EscalationCallStatus.Dropped, EscalationCallStatus.Delivered, EscalationCallStatus.Delivered],
            View.Calls.Select(static call => call.Status));
        Assert.Equal([null, "silence ended", "silence ended"], View.Calls.Select(static call => call.Reason));
        Assert.Equal([false, true, true], View.Calls.Select(static call => call.Late));
        Assert.Equal([null, 1, 2], _state.ToSnapshot().Entries[0].Calls.Select(static call => call.HeldCount));

        // The step after that falls due as it would have.
        Assert.Equal(AlertSample.Start.AddMinutes(10), View.NextAt);
    }

    [Fact]
    public void Of_an_acknowledgement_nobody_hears_whose_call_was_held_back_and_the_call_is_dropped()
    {
        Adopt(("PT0S", ["contact:a"]), ("PT5M", ["contact:b"]));
        Take(Holds.None);
        CallDue(Holds.None);
        Deliver();
        Advance("PT5M");
        CallDue(s_silence);

        Take(Holds.None, change: AlertChange.Acknowledged, by: "Sgt Karim");
        Release(Holds.None);

        Assert.Equal([Prefix + "1.acknowledged.a.1"], Deliver());
        Assert.Equal((EscalationCallStatus.Dropped, "quiet"), (View.Calls[1].Status, View.Calls[1].By));
    }

    [Fact]
    public void Whoever_was_called_before_the_silence_hears_the_end_when_the_silence_is_over()
    {
        Adopt(("PT0S", ["contact:a"]));
        Take(Holds.None);
        CallDue(Holds.None);
        Deliver();

        Take(s_silence, change: AlertChange.Acknowledged, by: "Sgt Karim");
        Take(s_silence, change: AlertChange.Cleared, by: "Sgt Karim");
        Assert.Empty(Deliver());
        Assert.Equal(3, _state.NeededFrom());

        Release(Holds.None);
        Assert.Equal([Prefix + "1.ended.a.1"], Deliver());
    }

    [Fact]
    public void An_alert_that_becomes_graver_than_the_silence_takes_is_called_at_once_as_it_then_stands()
    {
        Adopt(("PT0S", ["contact:a"]));
        Take(s_silence);
        CallDue(s_silence);

        Take(s_silence, Severity.Critical, AlertChange.Updated);
        Release(s_silence);

        Assert.Equal(2, Assert.IsType<OpenCall>(_state.StartNext(_now)).Entry.Seq);
    }

    [Fact]
    public void A_call_that_waits_for_its_next_try_when_the_silence_begins_goes_on()
    {
        Adopt(("PT0S", ["contact:a"]), ("PT5M", ["contact:a"]));
        Take(Holds.None);
        CallDue(Holds.None);
        Raise(_state.Record(_state.StartNext(_now)!, _now, _now, new NotificationVerdict.Retry(503, "busy"), 0));

        Advance("PT5M");
        CallDue(s_silence);

        Assert.Equal([Prefix + "1.1.1.a.1"], Deliver());
        Assert.Equal(EscalationCallStatus.Silenced, View.Calls[1].Status);
    }

    [Fact]
    public void A_held_step_is_neither_reached_nor_missed_and_counts_from_when_it_is_let_go()
    {
        Adopt(("PT0S", ["contact:a"]), ("PT1H", ["contact:b"]));
        Take(s_silence);
        CallDue(s_silence);
        Advance("PT10M");
        Raise(_state.Judge(_now));
        Assert.Empty(View.Unreached);

        Release(Holds.None);
        Raise(_state.Record(_state.StartNext(_now)!, _now, _now, new NotificationVerdict.Permanent(400, "refused"), 0));
        Assert.Equal(1, Assert.Single(View.Unreached).Step);
        CallDue(Holds.None);
        Assert.Equal([Prefix + "1.1.2.b.1"], Deliver());
    }

    [Fact]
    public void What_an_inhibition_holds_back_says_which_alert_is_open()
    {
        var inhibited = new Holds(ActiveSilences.None, new InhibitionSet(
            [("storm", new() { Source = new() { Thresholds = ["raids"] }, Target = new() { Thresholds = ["bombs"] } })], static _ => [])
            .Over(OpenAlerts.None.With(9, [], [new("IQ-AN.raids.1", "IQ-AN", "raids", Severity.Severe, 9)])));
        Adopt(("PT0S", ["contact:a"]));
        Take(inhibited);
        CallDue(inhibited);

        var held = Assert.Single(View.Calls);
        Assert.Equal(
            (EscalationCallStatus.Inhibited, "storm", "while IQ-AN.raids.1 is open", "IQ-AN.raids.1"),
            (held.Status, held.By, held.Reason, held.Inhibitor));
        Release(Holds.None);
        Assert.Equal((null, "storm", "inhibition ended"), (View.Calls[0].Inhibitor, View.Calls[0].By, View.Calls[0].Reason));
    }

    [Fact]
    public void A_run_that_starts_anew_tells_the_revision_by_which_it_does()
    {
        Adopt(("PT0S", ["contact:a"]));
        Take(Holds.None);
        Take(Holds.None, change: AlertChange.Acknowledged, by: "Sgt Karim");
        Take(Holds.None, change: AlertChange.Updated);
        CallDue(Holds.None);

        Assert.Equal(3, Assert.IsType<OpenCall>(_state.StartNext(_now)).Entry.Seq);
    }

    [Fact]
    public void A_log_of_before_calls_were_held_back_gives_the_same_snapshot_and_its_severities_are_learnt()
    {
        const string Log =
            """
            [{"is":"policies","revision":1,"policies":[{"id":"night","version":1,
            "definition":{"regions":[],"thresholds":[],"minSeverity":"notice",
            "steps":[{"after":"PT0S","notify":["contact:a"]},{"after":"PT5M","notify":["contact:b"]}],
            "repeat":0}}],"startAfter":0},
            {"is":"opened","version":1,"seq":1,"alertId":"IQ-AN.bombs.7","policy":"night"},
            {"is":"started","at":638396640000000000,
            "next":{"round":0,"step":0,"roundAt":638396640000000000,"dueAt":638396640000000000},
            "alertId":"IQ-AN.bombs.7","policy":"night"},
            {"is":"called","step":{"round":0,"step":0,"roundAt":638396640000000000,"dueAt":638396640000000000},
            "at":638396640000000000,"seq":1,
            "callees":[{"target":"contact:a","channels":1}],
            "next":{"round":0,"step":1,"roundAt":638396640000000000,"dueAt":638396643000000000},
            "alertId":"IQ-AN.bombs.7","policy":"night"}]
            """;
        foreach (var change in JsonSerializer.Deserialize(Log, EscalationJson.Default.ListEscalationEvent)!)
        {
            _state.Apply(change);
        }

        var stored = Encoding.UTF8.GetString(
            JsonSerializer.SerializeToUtf8Bytes(_state.ToSnapshot(), EscalationJson.Default.EscalationSnapshot));
        Assert.Contains("\"calls\":[{\"number\":1,", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("held", stored, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"severity\"", stored, StringComparison.Ordinal);

        var due = Assert.Single(_state.StepsDue(638396643000000000, 10));
        Assert.Null(due.Severity);
        Raise(_state.Learn(due, AlertSample.Alert(1, AlertId, 1, AlertChange.Raised, severity: Severity.Severe, threshold: "bombs")));
        Assert.Equal(Severity.Severe, Assert.Single(_state.StepsDue(638396643000000000, 10)).Severity);
        Raise(_state.Call(due, [new("contact:b", null, 1)], s_silence, 638396643000000000));
        Assert.Equal(EscalationCallStatus.Silenced, View.Calls[1].Status);
    }

    private static Holds Silenced(Severity maxSeverity) => new(
        new SilenceSet(
            [
                ("quiet", new Silence
                {
                    Comment = "a test",
                    StartsAt = AlertSample.Start,
                    EndsAt = AlertSample.Start.AddDays(1),
                    MaxSeverity = maxSeverity,
                    CreatedBy = "test",
                    CreatedAt = AlertSample.Start,
                }),
            ],
            AlertSample.IsWithin).At(AlertSample.Start.UtcTicks),
        ActiveInhibitions.None);

    private AlertEscalation View => Assert.Single(_state.View(AlertId));

    private void Adopt(params (string After, string[] Notify)[] steps) => Raise(_state.Adopt(
        1,
        [
            new PolicyInForce("night", 1, new EscalationPolicy
            {
                Steps = [.. steps.Select(static step => new EscalationStep { After = Duration.Parse(step.After), Notify = step.Notify })],
            }),
        ],
        0, _now));

    private void Advance(string time) => _now += Duration.Parse(time).Ticks;

    private void Take(
        Holds holds, Severity severity = Severity.Severe, AlertChange change = AlertChange.Raised, string? by = null) => Raise(_state.Take(
        AlertSample.Alert(++_seq, AlertId, ++_revision, change, severity: severity, threshold: "bombs") with
        {
            UpdatedAt = Instants.FromTicks(_now),
            Acknowledged = by is null ? null : new(Instants.FromTicks(_now), by, null),
        },
        AlertSample.IsWithin, holds, _now));

    private void CallDue(Holds holds)
    {
        while (_state.StepsDue(_now, 1) is [var due])
        {
            Raise(_state.Call(due, [.. due.Definition.Notify.Select(static target => new StepCallee(target, null, 1))], holds, _now));
        }
    }

    private void Release(Holds holds) => Raise(_state.Release(holds, _now));

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

    private void Raise(IReadOnlyList<EscalationEvent> events)
    {
        foreach (var change in events)
        {
            _state.Apply(change);
        }
    }
}
