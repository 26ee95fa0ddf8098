using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Grains.Alerts;
using Alerting.Grains.Escalations;
using Alerting.Grains.Logs;
using Alerting.Grains.OnCall;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Notifications;
using Alerting.OnCall;
using Alerting.Storage.Sqlite;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Escalations;

public sealed class EscalationGrainTests : IAsyncLifetime
{
    private const string AlertId = "IQ-AN.bombs.1";

    private readonly TemporaryDirectory _directory = new();
    private readonly CallRecorder _calls = new();
    private readonly LedgerTraffic _traffic = new();
    private readonly FakeTimeProvider _clock = new(AlertSample.Start);
    private SqliteLogStore _inner = null!;
    private FaultyLogStore _store = null!;
    private AlertingCluster _cluster = null!;
    private long _sequence;
    private int _revision;

    private IEscalationGrain Escalations => _cluster.Client.GetGrain<IEscalationGrain>(IEscalationGrain.Key);

    public async ValueTask InitializeAsync()
    {
        _inner = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.Path, "alerting.db") });
        _store = new FaultyLogStore(_inner);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _inner.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Each_step_is_called_at_its_instant_and_not_before()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]), ("PT5M", ["contact:b"]));
        await RaiseAsync();
        await SentAsync("a:1");

        await AdvanceAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a:1"], _calls.Calls);
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        await SentAsync("a:1", "b:2");

        Assert.Equal(AlertSample.Start.AddMinutes(5), _calls.Sent[1].Escalation!.DueAt);
        Assert.False(_calls.Sent[1].Escalation!.Late);
        Assert.Equal($"{AlertId}.escalation.night.1.1.2.b.1", _calls.Sent[1].Id);
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

        Assert.Equal(["alert.escalated", "alert.acknowledged", "alert.cleared"], _calls.Sent.Select(static call => call.Type));
        var shown = Assert.Single(await Escalations.GetAsync(AlertId));
        Assert.Equal((EscalationStatus.Cleared, "Sgt Karim"), (shown.Status, shown.StoppedBy));
    }

    [Fact]
    public async Task Nobody_is_called_after_an_acknowledgement_whose_hint_was_lost()
    {
        await PutAsync("night", ("PT5M", ["contact:a"]));
        await RaiseAsync();
        await KnownAsync();

        _traffic.LosesHints = true;
        await ReviseAsync(AlertChange.Acknowledged, by: "Sgt Karim");
        Assert.Equal(EscalationStatus.Running, Assert.Single(await Escalations.GetAsync(AlertId)).Status);
        _clock.Advance(TimeSpan.FromMinutes(5));

        await Wait.UntilAsync(
            async () => (await Escalations.GetAsync(AlertId)).Single().Status == EscalationStatus.Acknowledged, "the ledger was asked");
        Assert.Empty(_calls.Calls);
    }

    [Fact]
    public async Task A_call_that_is_tried_again_asks_the_ledger_first()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        _calls.Answer = static _ => new NotificationVerdict.Retry(503, "busy");
        await RaiseAsync();
        await SentAsync("a:1");
        await KnownAsync();

        _traffic.LosesHints = true;
        await ReviseAsync(AlertChange.Acknowledged, by: "Sgt Karim");
        await Wait.UntilAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return (await Escalations.GetAsync(AlertId)).Single().Status == EscalationStatus.Acknowledged;
            },
            "the ledger was asked");

        Assert.Equal(["a:1"], _calls.Calls);
        Assert.Equal(EscalationCallStatus.Dropped, (await Escalations.GetAsync(AlertId)).Single().Calls.Single().Status);
    }

    [Fact]
    public async Task Many_steps_that_are_due_at_once_ask_the_ledger_for_all_of_them()
    {
        const int Alerts = 500;
        await PutAsync("night", ("PT5M", ["contact:nobody"]));
        await RaiseAsync([.. Enumerable.Range(1, Alerts).Select(static ordinal => $"IQ-AN.bombs.{ordinal}")]);
        await KnownAsync();
        var before = _traffic.HeadsAsked;

        _clock.Advance(TimeSpan.FromMinutes(5));
        await Wait.UntilAsync(
            async () => (await Escalations.GetAsync($"IQ-AN.bombs.{Alerts}")).Single().Status == EscalationStatus.Exhausted,
            "all are called");

        Assert.InRange(_traffic.HeadsAsked - before, 1, 20);
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

        Assert.Equal($"{AlertId}.escalation.night.2.1.1.a.1", _calls.Sent[2].Id);
    }

    [Fact]
    public async Task Steps_that_fell_due_while_everything_was_down_are_called_in_order_and_marked_late()
    {
        await PutAsync("night", ("PT5M", ["contact:a"]), ("PT5M", ["contact:b"]), ("PT5M", ["contact:a"]));
        await RaiseAsync();
        await KnownAsync();

        await _cluster.KillAsync();
        _clock.Advance(TimeSpan.FromMinutes(12));
        await StartAsync();
        await SentAsync("a:1", "b:2");
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await SentAsync("a:1", "b:2", "a:3");

        Assert.Equal([true, true, false], _calls.Sent.Select(static call => call.Escalation!.Late));
        Assert.Equal([5, 10, 15], _calls.Sent.Select(static call => (call.Escalation!.DueAt - AlertSample.Start).TotalMinutes));
    }

    [Fact]
    public async Task A_call_whose_record_is_lost_is_repeated_under_the_same_key()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        var failures = 1;
        _calls.Answer = _ =>
        {
            if (failures-- > 0)
            {
                _store.FailNext(LogOwners.Escalations);
            }

            return new NotificationVerdict.Delivered(200);
        };

        await RaiseAsync();
        await Wait.UntilAsync(
            () =>
            {
                // The activation has ended with its log; those that look for what is overdue start the next one.
                _clock.Advance(TimeSpan.FromSeconds(1));
                return _calls.Sent.Count == 2;
            },
            "the call is repeated");

        Assert.Single(_calls.Sent.Select(static call => call.Id).Distinct());
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

        Assert.Equal(1, _calls.Sent[0].Escalation!.Unreached);
        var shown = Assert.Single(await Escalations.GetAsync(AlertId));
        Assert.Equal(1, Assert.Single(shown.Unreached).Step);
        Assert.Equal(
            ["there is no contact 'nobody'", "there is no schedule 'none'", null], shown.Calls.Select(static call => call.LastError));
    }

    [Fact]
    public async Task Failed_calls_are_tried_again_by_the_schedule_under_one_key()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        _calls.Answer = _ => _calls.Sent.Count < 3 ? new NotificationVerdict.Retry(503, "busy") : new NotificationVerdict.Delivered(200);
        await RaiseAsync();
        await SentAsync("a:1");

        await Wait.UntilAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(5));
                await KnownAsync();
                return _calls.Sent.Count == 3;
            },
            "the call arrives");

        Assert.Single(_calls.Sent.Select(static call => call.Id).Distinct());
    }

    [Fact]
    public async Task Whoever_is_on_call_at_the_instant_of_the_step_is_called()
    {
        await _cluster.Client.GetGrain<IScheduleCatalogGrain>(IScheduleCatalogGrain.Key).PutAsync(
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

    [Fact]
    public async Task Alerts_of_before_the_first_policy_are_let_be_and_each_one_after_it_is_escalated()
    {
        await RaiseAsync("IQ-AN.bombs.1");
        await PutAsync("night", ("PT0S", ["contact:a"]));
        await RaiseAsync("IQ-AN.bombs.2");
        await SentAsync("a:1");

        Assert.Equal("IQ-AN.bombs.2", _calls.Sent[0].Alert.AlertId);
        Assert.Empty(await Escalations.GetAsync("IQ-AN.bombs.1"));
    }

    [Fact]
    public async Task The_ledger_keeps_what_is_not_read_yet()
    {
        await PutAsync("night", ("PT0S", ["contact:a"]));
        await RaiseAsync();
        await SentAsync("a:1");

        var follower = _cluster.Client.GetGrain<ILedgerFollower>(Escalations.GetGrainId());
        Assert.Equal(2, await follower.NeedsAsync(100));
    }

    private async Task StartAsync()
    {
        _cluster = await AlertingCluster.StartAsync(_store, clock: _clock, alone: true, configure: services =>
        {
            services.RemoveAll<INotificationChannel>();
            services.AddSingleton<INotificationChannel>(_calls);
            services.AddSingleton<IOutgoingGrainCallFilter>(_traffic);
        });
    }

    private async Task PutAsync(string policy, params (string After, string[] Notify)[] steps)
    {
        var contacts = _cluster.Client.GetGrain<IContactCatalogGrain>(IContactCatalogGrain.Key);
        foreach (var id in (string[])["a", "b"])
        {
            await contacts.PutAsync(
                id, new Contact { Name = id, Channels = [new() { Url = $"https://{id}.example/", Secret = AlertSample.Secret }] },
                "test", null, null);
        }

        await _cluster.Client.GetGrain<IPolicyCatalogGrain>(IPolicyCatalogGrain.Key).PutAsync(
            policy,
            new EscalationPolicy
            {
                Steps = [.. steps.Select(static step => new EscalationStep { After = Duration.Parse(step.After), Notify = step.Notify })],
            },
            "test", null, null);
    }

    private Task RaiseAsync(params string[] alerts)
    {
        _revision = 1;
        return AppendAsync(alerts is [] ? [Revision(AlertChange.Raised)] : [.. alerts.Select(id => Revision(AlertChange.Raised, id))]);
    }

    private Task ReviseAsync(AlertChange change, string? by = null)
    {
        _revision++;
        return AppendAsync(Revision(change, by: by));
    }

    private Alert Revision(AlertChange change, string alertId = AlertId, string? by = null)
    {
        var now = _clock.GetUtcNow();
        return AlertSample.Alert(0, alertId, _revision, change, threshold: "bombs", severity: Severity.Severe) with
        {
            UpdatedAt = now,
            EndedAt = change is AlertChange.Cleared ? now : null,
            Acknowledged = by is null ? null : new(now, by, null),
        };
    }

    private Task AppendAsync(params Alert[] revisions) =>
        _cluster.Ledger.AppendAsync("IQ-AN", [new RegionRevisions(++_sequence, revisions)]);

    /// <summary>The escalations have read the ledger to its end.</summary>
    private async Task KnownAsync()
    {
        var head = await _cluster.Ledger.HeadAsync();
        var follower = _cluster.Client.GetGrain<ILedgerFollower>(Escalations.GetGrainId());
        await follower.LedgerAdvancedAsync(head, []);
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        await KnownAsync();
        _clock.Advance(time);
        await KnownAsync();
    }

    private Task SentAsync(params string[] calls) => Wait.UntilAsync(
        () => _calls.Calls.SequenceEqual(calls), $"{string.Join(", ", calls)} is sent", () => string.Join(", ", _calls.Calls),
        TimeSpan.FromSeconds(20));
}
