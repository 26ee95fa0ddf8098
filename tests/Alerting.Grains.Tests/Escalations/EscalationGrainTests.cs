using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Grains.Alerts;
using Xunit;

namespace Alerting.Grains.Tests.Escalations;

public sealed class EscalationGrainTests : EscalationTest
{
    [Fact]
    public async Task Each_step_is_called_at_its_instant_and_not_before()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]), ("PT5M", ["contact:b"]));
        await RaiseAsync();
        await SentAsync("a:1");

        await AdvanceAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a:1"], Calls.Calls);
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        await SentAsync("a:1", "b:2");

        Assert.Equal(AlertSample.Start.AddMinutes(5), Calls.Sent[1].Escalation!.DueAt);
        Assert.False(Calls.Sent[1].Escalation!.Late);
        Assert.Equal($"{AlertId}.escalation.night.1.1.2.b.1", Calls.Sent[1].Id);
    }

    [Fact]
    public async Task Nobody_is_called_once_the_ledger_has_the_acknowledgement_and_who_was_called_hears_who_and_how_it_ends()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]), ("PT5M", ["contact:b"]));
        await RaiseAsync();
        await SentAsync("a:1");

        await ReviseAsync(AlertChange.Acknowledged, by: "Sgt Karim");
        await AdvanceAsync(TimeSpan.FromHours(1));
        await SentAsync("a:1", "a:acknowledged");
        await ReviseAsync(AlertChange.Cleared, by: "Sgt Karim");
        await SentAsync("a:1", "a:acknowledged", "a:ended");

        Assert.Equal(["alert.escalated", "alert.acknowledged", "alert.cleared"], Calls.Sent.Select(static call => call.Type));
        var shown = Assert.Single(await Escalations.GetAsync(AlertId));
        Assert.Equal((EscalationStatus.Cleared, "Sgt Karim"), (shown.Status, shown.StoppedBy));
    }

    [Fact]
    public async Task Nobody_is_called_after_an_acknowledgement_whose_hint_was_lost()
    {
        await PutAsync("night", ("PT5M", ["contact:a"]));
        await RaiseAsync();
        await KnownAsync();

        Traffic.LosesHints = true;
        await ReviseAsync(AlertChange.Acknowledged, by: "Sgt Karim");
        Assert.Equal(EscalationStatus.Running, Assert.Single(await Escalations.GetAsync(AlertId)).Status);
        Clock.Advance(TimeSpan.FromMinutes(5));

        await Wait.UntilAsync(
            async () => (await Escalations.GetAsync(AlertId)).Single().Status == EscalationStatus.Acknowledged, "the ledger was asked");
        Assert.Empty(Calls.Calls);
    }

    [Fact]
    public async Task Many_steps_that_are_due_at_once_ask_the_ledger_for_all_of_them()
    {
        const int Alerts = 500;
        await PutAsync("night", ("PT5M", ["contact:nobody"]));
        await RaiseAsync([.. Enumerable.Range(1, Alerts).Select(static ordinal => $"IQ-AN.bombs.{ordinal}")]);
        await KnownAsync();
        var before = Traffic.HeadsAsked;

        Clock.Advance(TimeSpan.FromMinutes(5));
        await Wait.UntilAsync(
            async () => (await Escalations.GetAsync($"IQ-AN.bombs.{Alerts}")).Single().Status == EscalationStatus.Exhausted,
            "all are called");

        Assert.InRange(Traffic.HeadsAsked - before, 1, 20);
    }

    [Fact]
    public async Task A_lapsed_acknowledgement_starts_the_steps_anew()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]), ("PT5M", ["contact:b"]));
        await RaiseAsync();
        await SentAsync("a:1");
        await ReviseAsync(AlertChange.Acknowledged, by: "Sgt Karim");
        await SentAsync("a:1", "a:acknowledged");

        await ReviseAsync(AlertChange.Updated);
        await SentAsync("a:1", "a:acknowledged", "a:1");

        Assert.Equal($"{AlertId}.escalation.night.2.1.1.a.1", Calls.Sent[2].Id);
    }

    [Fact]
    public async Task Steps_that_fell_due_while_everything_was_down_are_called_in_order_and_marked_late()
    {
        await PutAsync("night", ("PT5M", ["contact:a"]), ("PT5M", ["contact:b"]), ("PT5M", ["contact:a"]));
        await RaiseAsync();
        await KnownAsync();

        await Cluster.KillAsync();
        Clock.Advance(TimeSpan.FromMinutes(12));
        await StartAsync();
        await SentAsync("a:1", "b:2");
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await SentAsync("a:1", "b:2", "a:3");

        Assert.Equal([true, true, false], Calls.Sent.Select(static call => call.Escalation!.Late));
        Assert.Equal([5, 10, 15], Calls.Sent.Select(static call => (call.Escalation!.DueAt - AlertSample.Start).TotalMinutes));
    }

    [Fact]
    public async Task Alerts_of_before_the_first_policy_are_let_be_and_each_one_after_it_is_escalated()
    {
        await RaiseAsync("IQ-AN.bombs.1");
        await PutAsync("night", ("PT0S", ["contact:a"]));
        await RaiseAsync("IQ-AN.bombs.2");
        await SentAsync("a:1");

        Assert.Equal("IQ-AN.bombs.2", Calls.Sent[0].Alert.AlertId);
        Assert.Empty(await Escalations.GetAsync("IQ-AN.bombs.1"));
    }

    [Fact]
    public async Task The_ledger_keeps_what_is_not_read_yet()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        await RaiseAsync();
        await SentAsync("a:1");

        var follower = Cluster.Client.GetGrain<ILedgerFollower>(Escalations.GetGrainId());
        Assert.Equal(2, await follower.NeedsAsync(100));
    }
}
