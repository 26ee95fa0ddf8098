using System.Collections.Concurrent;
using Alerting.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications.Webhooks;
using Alerting.Reports;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

public sealed class SubscriptionGrainTests : IAsyncLifetime
{
    private SubscriptionCluster _cluster = null!;
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _cluster = await SubscriptionCluster.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_revision_reaches_its_subscriber_signed_and_is_listed_as_delivered()
    {
        var saved = await PutAsync();
        Assert.True(saved.Created);
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"));
        await DeliveredAsync(1);

        var webhook = Assert.Single(_receiver.Received);
        Assert.Equal("A.1", webhook.Headers["webhook-id"]);
        Assert.Equal(
            StandardWebhook.Sign(
                AlertSample.Secret, "A.1",
                long.Parse(webhook.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture), webhook.Body),
            webhook.Headers["webhook-signature"]);
        var delivery = Assert.Single((await _cluster.Subscription().DeliveriesAsync(0, 10, null))!.Items);
        Assert.Equal(
            (1L, "A.1", DeliveryStatus.Delivered, 1, 200),
            (delivery.Seq, delivery.WebhookId, delivery.Status, delivery.Attempts, delivery.LastStatusCode));
    }

    [Fact]
    public async Task A_new_one_starts_at_the_end_of_the_ledger_unless_told_otherwise()
    {
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"), AlertSample.Alert(alertId: "B"));
        await PutAsync();
        await PutAsync("late", startAfter: 1);
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "C"));

        await DeliveredAsync(1);
        await DeliveredAsync(2, "late");
        Assert.Equal(["B.1", "C.1", "C.1"], Ids().Order());
    }

    [Fact]
    public async Task One_with_an_area_is_told_of_what_happens_there_and_of_that_to_its_end()
    {
        var area = new SubscriptionArea { Circle = new() { Lat = 33.35, Lon = 43.78, RadiusKm = 20 } };
        await _cluster.Subscription().PutAsync(AlertSample.Subscription(_receiver.Url) with { Area = area }, null);
        var around = new EvidenceItem
        {
            IncidentId = "X",
            Region = "IQ-AN",
            Kind = "ied",
            Town = "Fallujah",
            GradeFactor = 1,
            OccurredAt = AlertSample.Start,
        };
        var elsewhere = around with { Town = "Ramadi" };
        await _cluster.AppendAsync(
            AlertSample.Alert(alertId: "A") with { Evidence = [elsewhere] }, AlertSample.Alert(alertId: "B") with { Evidence = [around] },
            AlertSample.Alert(alertId: "A", revision: 2, change: AlertChange.Updated) with { Evidence = [around, elsewhere] },
            AlertSample.Alert(alertId: "B", revision: 2, change: AlertChange.Cleared) with { Evidence = [] });

        await DeliveredAsync(3);
        Assert.Equal(["A.2", "B.1", "B.2"], Ids().Order());
        Assert.Equal(area, (await _cluster.Subscription().GetAsync())!.Area);
    }

    [Fact]
    public async Task A_new_one_without_a_secret_is_refused_and_leaves_nothing_behind()
    {
        var refused =
            await _cluster.Subscription().PutAsync(AlertSample.Subscription() with { Channel = new() { Url = _receiver.Url } }, null);
        Assert.Equal((FaultTypes.MissingField, "$.channel.secret"), (refused.Fault!.Type, refused.Fault.Path));
        Assert.Null(await _cluster.Subscription().GetAsync());
        Assert.Null(await _cluster.Subscription().DeliveriesAsync(0, 10, null));
        Assert.Null(await _cluster.Subscription().ReplayAsync(new(AllDead: true)));
        Assert.Null(await _cluster.Subscription().TestAsync());
        Assert.Equal(SubscriptionRemoval.NotFound, await _cluster.Subscription().DeleteAsync());
    }

    [Fact]
    public async Task What_a_crash_cut_off_is_delivered_after_the_restart_under_the_same_id()
    {
        var reached = new TaskCompletionSource();
        _receiver.Answer = async context =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        await PutAsync();
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"), AlertSample.Alert(alertId: "A", revision: 2));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        _receiver.Answer = _ => Task.CompletedTask;
        await _cluster.CrashAndRestartAsync();
        await Wait.UntilAsync(() => _receiver.Count >= 3, "the second try and the second revision");
        await DeliveredAsync(2);
        Assert.Equal(["A.1", "A.1", "A.2"], Ids());
        Assert.All((await _cluster.Subscription().DeliveriesAsync(0, 10, null))!.Items, delivery => Assert.Equal(1, delivery.Attempts));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_disables_it_and_a_new_body_sends_what_was_missed()
    {
        _receiver.Answer = context => Reply(context, 410);
        await PutAsync();
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"));
        await Wait.UntilAsync(async () => (await _cluster.Subscription().GetAsync())!.Enabled == false, "the subscription to be disabled");
        Assert.Equal("the receiver answered 410 Gone", (await _cluster.Subscription().GetAsync())!.DisabledReason);
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A", revision: 2));

        _receiver.Answer = _ => Task.CompletedTask;
        var saved = await PutAsync();
        Assert.Equal((false, true), (saved.Created, saved.View!.Enabled));
        await DeliveredAsync(2);
        Assert.Equal(["A.1", "A.1", "A.2"], Ids());
    }

    [Fact]
    public async Task A_success_brings_what_waits_forward_and_every_alert_is_received_in_order()
    {
        var random = new ConcurrentDictionary<string, int>();
        _receiver.Answer = context =>
        {
            // Every third message fails at first, some of them twice.
            var id = context.Request.Headers["webhook-id"].ToString();
            var tries = random.AddOrUpdate(id, 1, (_, before) => before + 1);
            return Reply(context, tries <= Math.Abs(StringComparer.Ordinal.GetHashCode(id) % 3) ? 500 : 200);
        };
        await PutAsync();
        for (var revision = 1; revision <= 10; revision++)
        {
            await _cluster.AppendAsync(
                [.. Enumerable.Range(0, 20).Select(alert => AlertSample.Alert(alertId: $"A{alert}", revision: revision))]);
        }

        // Nothing but the end of the work itself may be waiting for the clock.
        await Wait.UntilAsync(
            async () =>
            {
                await _cluster.AppendAsync(AlertSample.Alert(alertId: $"tick{Guid.NewGuid()}"));
                return (
                    await _cluster.Subscription().DeliveriesAsync(0, 1_000, DeliveryStatus.Delivered))!.Items.Count(d =>
                        d.Seq <= 200) == 200;
            },
            "all to be delivered");
        foreach (var alert in Ids().Distinct().Where(id => id.StartsWith('A')).GroupBy(id => id.Split('.')[0]))
        {
            Assert.Equal(Enumerable.Range(1, 10).Select(revision => $"{alert.Key}.{revision}"), alert);
        }
    }

    [Fact]
    public async Task Retry_after_brings_it_back_by_the_clock()
    {
        var tries = 0;
        _receiver.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return Reply(context, Interlocked.Increment(ref tries) == 1 ? 429 : 200);
        };
        await PutAsync();
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"));
        await DeliveredAsync(1);
        Assert.Equal(["A.1", "A.1"], Ids());
    }

    [Fact]
    public async Task Delivered_ones_are_replayed_one_by_one_and_from_a_position()
    {
        await PutAsync();
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"), AlertSample.Alert(alertId: "B"), AlertSample.Alert(alertId: "C"));
        await DeliveredAsync(3);
        Assert.Equal(new ReplayResult(1, null), await _cluster.Subscription().ReplayAsync(new(Seq: 2)));
        await Wait.UntilAsync(() => _receiver.Count == 4, "the replay of one");
        await DeliveredAsync(3);
        Assert.Equal(new ReplayResult(2, null), await _cluster.Subscription().ReplayAsync(new(FromSeq: 2)));
        await Wait.UntilAsync(() => _receiver.Count == 6, "the replay from a position");
        await DeliveredAsync(3);

        Assert.Equal(["A.1", "B.1", "B.1", "B.1", "C.1", "C.1"], Ids().Order());
        Assert.Equal(FaultTypes.NotFound, (await _cluster.Subscription().ReplayAsync(new(Seq: 99)))!.Fault!.Type);
    }

    [Fact]
    public async Task A_test_says_what_the_receiver_answered()
    {
        await PutAsync();
        Assert.Equal(new SubscriptionTestResult(true, 200, null), await _cluster.Subscription().TestAsync());
        _receiver.Answer = context => Reply(context, 500);
        Assert.Equal(new SubscriptionTestResult(false, 500, "the receiver answered 500"), await _cluster.Subscription().TestAsync());
    }

    [Fact]
    public async Task A_deleted_one_is_told_nothing_and_its_id_can_be_used_again()
    {
        await PutAsync();
        Assert.Equal(SubscriptionRemoval.Deleted, await _cluster.Subscription().DeleteAsync());
        Assert.Null(await _cluster.Subscription().GetAsync());
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"));

        Assert.True((await PutAsync()).Created);
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "B"));
        await DeliveredAsync(1);
        Assert.Equal(["B.1"], Ids());
    }

    [Fact]
    public async Task After_saving_and_removing_at_once_it_is_still_told()
    {
        await PutAsync();
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(_cluster.Subscription().DeleteAsync(), PutAsync(), _cluster.Subscription().DeleteAsync(), PutAsync());
            await PutAsync();
            await _cluster.AppendAsync(AlertSample.Alert(alertId: $"A{round}"));
            await Wait.UntilAsync(() => Ids().Contains($"A{round}.1"), $"revision A{round}.1");
        }
    }

    [Fact]
    public async Task A_backlog_beyond_what_may_be_open_is_read_as_room_gets_free()
    {
        for (var i = 0; i < 12; i++)
        {
            await _cluster.AppendAsync([.. Enumerable.Range(0, 1_000).Select(alert => AlertSample.Alert(alertId: $"A{i}-{alert}"))]);
        }

        await PutAsync(startAfter: 0);
        await Wait.UntilAsync(() => _receiver.Count >= 12_000, "the whole backlog");
        Assert.Equal(12_000, Ids().Distinct().Count());
    }

    [Fact]
    public async Task A_replay_says_how_many_it_sends_and_asks_for_exactly_one_thing()
    {
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "Z"));
        await _cluster.Subscription().PutAsync(AlertSample.Subscription(_receiver.Url) with { MinSeverity = Severity.Critical }, null);
        for (var i = 0; i < 3; i++)
        {
            // One is told until it ends, one is told of a warning, one is not told at all.
            var at = AlertSample.Start.AddHours(i);
            await _cluster.AppendAsync(
                AlertSample.Alert(alertId: $"A{i}") with { UpdatedAt = at },
                AlertSample.Alert(alertId: $"B{i}", severity: Severity.Warning) with { UpdatedAt = at },
                AlertSample.Alert(
                    alertId: $"A{i}", revision: 2, change: AlertChange.Cleared, severity: Severity.Warning) with
                {
                    UpdatedAt =
                        at.AddMinutes(1)
                });
        }

        await DeliveredAsync(6);
        foreach (var (request, expected) in new (ReplayRequest, int)[]
        {
            (new(FromSeq: 1), 7), (new(FromSeq: 2), 6), (new(FromSeq: 4), 5), (new(FromSeq: 10), 1), (new(FromSeq: 11), 0),
            (new(FromSeq: 99), 0),
            (new(From: AlertSample.Start.AddYears(-1)), 7), (new(From: AlertSample.Start.AddHours(1)), 4), (
                new(From: AlertSample.Start.AddHours(1).AddSeconds(1)), 3),
            (new(From: AlertSample.Start.AddHours(3)), 0), (new(From: DateTimeOffset.MinValue), 7), (new(From: DateTimeOffset.MaxValue), 0),
        })
        {
            var before = _receiver.Count;
            Assert.Equal(new ReplayResult(expected, null), await _cluster.Subscription().ReplayAsync(request));
            await Wait.UntilAsync(() => _receiver.Count == before + expected, $"{expected} deliveries for {request}");
            await Wait.UntilAsync(
                async () =>
                    (await _cluster.Subscription().DeliveriesAsync(0, 1_000, DeliveryStatus.Pending))!.Items.Count == 0, "none to be open");
        }

        Assert.Equal(FaultTypes.InvalidField, (await _cluster.Subscription().ReplayAsync(new(Seq: 1, AllDead: true)))!.Fault!.Type);
        Assert.Equal(
            FaultTypes.InvalidField,
            (await _cluster.Subscription().ReplayAsync(new(FromSeq: 1, From: AlertSample.Start)))!.Fault!.Type);
        Assert.Equal(FaultTypes.InvalidField, (await _cluster.Subscription().ReplayAsync(new()))!.Fault!.Type);
        Assert.Equal("$.fromSeq", (await _cluster.Subscription().ReplayAsync(new(FromSeq: 0)))!.Fault!.Path);
    }

    [Fact]
    public async Task One_that_is_to_start_beyond_the_end_starts_at_the_end_and_says_so()
    {
        await _cluster.AppendAsync(AlertSample.Alert(alertId: "A"), AlertSample.Alert(alertId: "B"));
        foreach (var (id, asked, starts) in new (string, long?, long)[] { ("beyond", 900, 2), ("end", 2, 2), ("within", 1, 1), ("silent", null, 2) })
        {
            Assert.Equal(starts, (await PutAsync(id, asked)).View!.StartAfter);
        }

        await _cluster.AppendAsync(AlertSample.Alert(alertId: "C"));
        await DeliveredAsync(1, "beyond");
        Assert.Equal(2, (await PutAsync("beyond", 0)).View!.StartAfter);
        await _cluster.CrashAndRestartAsync();
        Assert.Equal(2, (await _cluster.Subscription("beyond").GetAsync())!.StartAfter);
    }

    [Fact]
    public async Task Changes_that_expect_another_version_are_not_made()
    {
        var desk = _cluster.Subscription();
        var body = AlertSample.Subscription(_receiver.Url);
        Assert.Equal(FaultTypes.PreconditionFailed, (await desk.PutAsync(body, null, expected: 1)).Fault!.Type);
        Assert.Equal(1, (await desk.PutAsync(body, null, expected: 0)).View!.Version);
        Assert.Equal(FaultTypes.PreconditionFailed, (await desk.PutAsync(body, null, expected: 0)).Fault!.Type);
        Assert.Equal(2, (await desk.PutAsync(body with { Name = "changed" }, null, expected: 1)).View!.Version);
        Assert.Equal(SubscriptionRemoval.Conflict, await desk.DeleteAsync(expected: 1));
        await _cluster.CrashAndRestartAsync();
        desk = _cluster.Subscription();
        Assert.Equal(SubscriptionRemoval.Deleted, await desk.DeleteAsync(expected: 2));
        Assert.Equal(SubscriptionRemoval.Conflict, await desk.DeleteAsync(expected: 2));

        // No tag of the one before names the one of now.
        Assert.Equal(3, (await desk.PutAsync(body, null, expected: 0)).View!.Version);
    }

    private static Task Reply(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private Task<SubscriptionChange> PutAsync(string id = "desk", long? startAfter = null) =>
        _cluster.Subscription(id).PutAsync(AlertSample.Subscription(_receiver.Url) with { Id = id }, startAfter);

    private string[] Ids() => [.. _receiver.Received.Select(webhook => webhook.Headers["webhook-id"])];

    private Task DeliveredAsync(int count, string id = "desk") => Wait.UntilAsync(
        async () => (await _cluster.Subscription(id).DeliveriesAsync(0, 1_000, DeliveryStatus.Delivered))!.Items.Count >= count,
        $"{count} deliveries of {id}");
}
