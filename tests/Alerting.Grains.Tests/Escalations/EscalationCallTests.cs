using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Grains.Logs;
using Alerting.Grains.OnCall;
using Alerting.Notifications;
using Alerting.OnCall;
using Xunit;

namespace Alerting.Grains.Tests.Escalations;

public sealed class EscalationCallTests : EscalationTest
{
    [Fact]
    public async Task A_call_that_is_tried_again_asks_the_ledger_first()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        Calls.Answer = static _ => new NotificationVerdict.Retry(503, "busy");
        await RaiseAsync();
        await SentAsync("a:1");
        await KnownAsync();

        Traffic.LosesHints = true;
        await ReviseAsync(AlertChange.Acknowledged, by: "Sgt Karim");
        await Wait.UntilAsync(
            async () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return (await Escalations.GetAsync(AlertId)).Single().Status == EscalationStatus.Acknowledged;
            },
            "the ledger was asked");

        Assert.Equal(["a:1"], Calls.Calls);
        Assert.Equal(EscalationCallStatus.Dropped, (await Escalations.GetAsync(AlertId)).Single().Calls.Single().Status);
    }

    [Fact]
    public async Task A_call_whose_record_is_lost_is_repeated_under_the_same_key()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        var failures = 1;
        Calls.Answer = _ =>
        {
            if (failures-- > 0)
            {
                Store.FailNext(LogOwners.Escalations);
            }

            return new NotificationVerdict.Delivered(200);
        };

        await RaiseAsync();
        await Wait.UntilAsync(
            () =>
            {
                // The activation has ended with its log; those that look for what is overdue start the next one.
                Clock.Advance(TimeSpan.FromSeconds(1));
                return Calls.Sent.Count == 2;
            },
            "the call is repeated");

        Assert.Single(Calls.Sent.Select(static call => call.Id).Distinct());
        await Wait.UntilAsync(
            async () => (await Escalations.GetAsync(AlertId)).Single().Calls.Single().Status == EscalationCallStatus.Delivered,
            "the call is recorded as delivered");
    }

    [Fact]
    public async Task A_step_that_nobody_can_be_reached_of_goes_on_to_the_next_at_once_and_that_says_so()
    {
        await PutAsync("night", ("PT0S", ["contact:nobody", "schedule:none"]), ("PT1H", ["contact:b"]));
        await RaiseAsync();
        await SentAsync("b:2");

        Assert.Equal(1, Calls.Sent[0].Escalation!.Unreached);
        var shown = Assert.Single(await Escalations.GetAsync(AlertId));
        Assert.Equal(1, Assert.Single(shown.Unreached).Step);
        Assert.Equal(
            ["there is no contact 'nobody'", "there is no schedule 'none'", null], shown.Calls.Select(static call => call.LastError));
    }

    [Fact]
    public async Task Failed_calls_are_tried_again_by_the_schedule_under_one_key()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        Calls.Answer = _ => Calls.Sent.Count < 3 ? new NotificationVerdict.Retry(503, "busy") : new NotificationVerdict.Delivered(200);
        await RaiseAsync();
        await SentAsync("a:1");

        await Wait.UntilAsync(
            async () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(5));
                await KnownAsync();
                return Calls.Sent.Count == 3;
            },
            "the call arrives");

        Assert.Single(Calls.Sent.Select(static call => call.Id).Distinct());
    }

    [Fact]
    public async Task Whoever_is_on_call_at_the_instant_of_the_step_is_called()
    {
        await Cluster.Client.GetGrain<IScheduleCatalogGrain>(IScheduleCatalogGrain.Key).PutAsync(
            "rota",
            new OnCallSchedule
            {
                TimeZone = "UTC",
                Layers = [new() { Contacts = ["a", "b"], StartsAt = AlertSample.Start, Shift = Duration.Parse("PT10M") }],
            },
            "test", null, null);
        await PutAsync("night", ("PT5M", ["schedule:rota"]), ("PT10M", ["schedule:rota"]));
        await RaiseAsync();
        await KnownAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await SentAsync("a:1");
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        await SentAsync("a:1", "b:2");
    }
}
