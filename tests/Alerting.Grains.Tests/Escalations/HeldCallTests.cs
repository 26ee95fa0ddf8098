using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Grains.Inhibitions;
using Alerting.Grains.Logs;
using Alerting.Grains.Silences;
using Alerting.Inhibitions;
using Alerting.Notifications;
using Alerting.Silences;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Grains.Tests.Escalations;

public sealed class HeldCallTests : EscalationTest
{
    private const string Source = "IQ-AN.raids.1";

    [Fact]
    public async Task A_silence_holds_calls_back_over_a_kill_and_the_newest_of_each_receiver_is_called_once_when_it_is_deleted()
    {
        await SilenceAsync();
        await PutAsync("night", ("PT0S", ["contact:a", "contact:b"]), ("PT5M", ["contact:a"]), ("PT1H", ["contact:a"]));
        await RaiseAsync();
        await HeldAsync(2);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await HeldAsync(3);

        await Cluster.KillAsync();
        await StartAsync();
        await HeldAsync(3);
        Assert.Empty(Calls.Calls);
        var silences = Cluster.Client.GetGrain<ISilenceCatalogGrain>(ISilenceCatalogGrain.Key);
        await silences.DeleteAsync("quiet", "test", null, null);
        await SentAsync("b:1", "a:2");

        Assert.Equal(
            [$"{AlertId}.escalation.night.1.1.1.b.1", $"{AlertId}.escalation.night.1.1.2.a.1"], Calls.Sent.Select(static call => call.Id));
        Assert.All(Calls.Sent, static call => Assert.Equal((true, "silence ended"), (call.Escalation!.Late, call.Reason)));
        Assert.Equal([1, 2], Calls.Sent.Select(static call => call.Held));
        await StatusesAsync("dropped", "delivered", "delivered");

        await ReviseAsync(AlertChange.Acknowledged, by: "Sgt Karim");
        await SentAsync("b:1", "a:2", "a:acknowledged", "b:acknowledged");
    }

    [Fact]
    public async Task What_is_held_back_is_called_at_the_instant_at_which_the_silence_ends_and_not_before()
    {
        await SilenceAsync(until: TimeSpan.FromMinutes(7));
        await PutAsync("night", ("PT5M", ["contact:a"]), ("PT1H", ["contact:b"]));
        await RaiseAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await HeldAsync(1);

        await AdvanceAsync(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Calls.Calls);
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        await SentAsync("a:1");
        Assert.Equal(AlertSample.Start.AddMinutes(65), Assert.Single(await Escalations.GetAsync(AlertId)).NextAt);
    }

    [Fact]
    public async Task What_was_held_back_is_called_after_a_kill_in_which_the_silence_ended()
    {
        await SilenceAsync(until: TimeSpan.FromMinutes(7));
        await PutAsync("night", ("PT5M", ["contact:a"]), ("PT5M", ["contact:a"]));
        await RaiseAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await HeldAsync(1);

        await Cluster.KillAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));
        await StartAsync();
        await SentAsync("a:1", "a:2");
        await StatusesAsync("delivered", "delivered");
    }

    [Fact]
    public async Task A_call_that_was_let_go_and_whose_record_is_lost_is_repeated_under_the_same_key()
    {
        await SilenceAsync(until: TimeSpan.FromMinutes(7));
        await PutAsync("night", ("PT0S", ["contact:a"]));
        await RaiseAsync();
        await HeldAsync(1);
        var failures = 1;
        Calls.Answer = _ =>
        {
            if (failures-- > 0)
            {
                Store.FailNext(LogOwners.Escalations);
            }

            return new NotificationVerdict.Delivered(200);
        };

        await AdvanceAsync(TimeSpan.FromMinutes(7));
        await Wait.UntilAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return Calls.Sent.Count == 2;
            },
            "the call is repeated");

        Assert.Single(Calls.Sent.Select(static call => call.Id).Distinct());
        await StatusesAsync("delivered");
    }

    [Fact]
    public async Task Whoever_was_called_before_a_silence_hears_how_it_ended_when_that_is_over()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]), ("PT5M", ["contact:b"]));
        await RaiseAsync();
        await SentAsync("a:1");
        await SilenceAsync(until: TimeSpan.FromMinutes(7));
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await HeldAsync(1);

        await ReviseAsync(AlertChange.Cleared);
        await StatusesAsync("delivered", "dropped", "silenced");
        await Cluster.KillAsync();
        await StartAsync();
        await StatusesAsync("delivered", "dropped", "silenced");
        Clock.Advance(TimeSpan.FromMinutes(2));
        await SentAsync("a:1", "a:ended");
    }

    [Fact]
    public async Task An_alert_that_becomes_critical_is_called_although_it_is_silenced()
    {
        await SilenceAsync();
        await PutAsync("night", ("PT0S", ["contact:a"]));
        await RaiseAsync();
        await HeldAsync(1);

        await ReviseAsync(AlertChange.Updated, severity: Severity.Critical);
        await SentAsync("a:1");
        Assert.Equal(Severity.Critical, Calls.Sent[0].Alert.Severity);
    }

    [Theory]
    [InlineData(AlertChange.Cleared, Severity.Severe)]
    [InlineData(AlertChange.Updated, Severity.Warning)]
    public async Task An_inhibition_holds_calls_back_over_a_kill_until_its_source_ends_or_is_less_grave(
        AlertChange change, Severity severity)
    {
        await InhibitAsync();
        await PutAsync("night", ("PT0S", ["contact:a"]), ("PT5M", ["contact:b"]));
        await RaiseAsync(Source);
        await RaiseAsync();
        await HeldAsync(1);
        var held = Assert.Single(Assert.Single(await Escalations.GetAsync(AlertId)).Calls);
        Assert.Equal((EscalationCallStatus.Inhibited, "storm", $"while {Source} is open"), (held.Status, held.By, held.Reason));

        await Cluster.KillAsync();
        await StartAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await HeldAsync(2);
        await ReviseAsync(change, alertId: Source, severity: severity);
        await SentAsync("a:1", "b:2");
        Assert.All(Calls.Sent, static call => Assert.Equal("inhibition ended", call.Reason));
    }

    private async Task SilenceAsync(TimeSpan? until = null)
    {
        var now = Clock.GetUtcNow();
        await Cluster.Client.GetGrain<ISilenceCatalogGrain>(ISilenceCatalogGrain.Key).PutAsync(
            "quiet",
            new Silence
            {
                Comment = "a drill",
                StartsAt = now,
                EndsAt = AlertSample.Start + (until ?? TimeSpan.FromDays(1)),
                CreatedBy = "test",
                CreatedAt = now,
            },
            "test", null, null);
        await Service<SilenceCache>().RefreshAsync(TestContext.Current.CancellationToken);
    }

    private async Task InhibitAsync()
    {
        await Cluster.Client.GetGrain<IInhibitionCatalogGrain>(IInhibitionCatalogGrain.Key).PutAsync(
            "storm",
            new Inhibition
            {
                Source = new InhibitionSource { Thresholds = ["raids"], MinSeverity = Severity.Severe },
                Target = new InhibitionTarget { Thresholds = ["bombs"] },
            },
            "test", null, null);
        await Service<InhibitionCache>().RefreshAsync(TestContext.Current.CancellationToken);
    }

    private T Service<T>()
        where T : notnull => Cluster.Silos.GetSiloServiceProvider().GetRequiredService<T>();

    private Task HeldAsync(int count) => Wait.UntilAsync(
        async () => (await Escalations.GetAsync(AlertId)).SingleOrDefault()?.Calls.Count(
            static call => call.Status is EscalationCallStatus.Silenced or EscalationCallStatus.Inhibited) == count,
        $"{count} calls are held back");

    private Task StatusesAsync(params string[] expected) => Wait.UntilAsync(
        async () => (await Escalations.GetAsync(AlertId)).Single().Calls.Select(static call => EnumNames.ToName(call.Status))
            .SequenceEqual(expected),
        $"calls are {string.Join(", ", expected)}");
}
