using Alerting.Alerts;
using Alerting.Grains.Hosting;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>Attempts that fail in ways that a channel does not foresee, and more subscriptions than there may be.</summary>
public sealed class FailingAttemptsTests
{
    [Fact]
    public async Task Whatever_a_channel_throws_is_a_failed_attempt_that_is_shown_and_repeated_by_the_schedule()
    {
        var channel = new ScriptedChannel(static (_, _) => throw new FileNotFoundException("Could not load the assembly."));
        await using var cluster = await SubscriptionCluster.StartAsync(services =>
        {
            services.RemoveAll<INotificationChannel>();
            services.AddSingleton<INotificationChannel>(channel);
        });
        var desk = cluster.Subscription();
        await desk.PutAsync(
            AlertSample.Subscription() with { Channel = new() { Url = "http://127.0.0.1:9/", Secret = AlertSample.Secret } }, null);
        await cluster.AppendAsync(AlertSample.Alert(alertId: "A"));

        IReadOnlyList<Delivery> deliveries = [];
        await Wait.UntilAsync(
            async () => (deliveries = (await desk.DeliveriesAsync(0, 10, null))!.Items) is [{ Attempts: > 0 }], "a failed attempt");

        var delivery = deliveries[0];
        Assert.Equal((DeliveryStatus.Pending, 1), (delivery.Status, delivery.Attempts));
        Assert.Equal("the attempt failed: FileNotFoundException: Could not load the assembly.", delivery.LastError);
        Assert.True(delivery.NextAttemptAt > delivery.LastAttemptAt!.Value.AddSeconds(4), "it backs off");

        // A second one is not kept waiting by the first.
        await cluster.AppendAsync(AlertSample.Alert(alertId: "B"));
        await Wait.UntilAsync(() => channel.Attempts > 1, "the attempt of the second alert");
    }

    [Fact]
    public async Task One_subscription_more_than_there_may_be_is_refused_and_those_there_are_go_on()
    {
        await using var cluster = await SubscriptionCluster.StartAsync(static services =>
            services.Configure<LimitOptions>(static limits => limits.Subscriptions = 2));
        var body = AlertSample.Subscription() with { Channel = new() { Url = "http://127.0.0.1:9/", Secret = AlertSample.Secret } };
        foreach (var id in new[] { "one", "two" })
        {
            Assert.True((await cluster.Subscription(id).PutAsync(body with { Id = id }, null)).Created);
        }

        Assert.Equal(FaultTypes.LimitReached, (await cluster.Subscription("three").PutAsync(body with { Id = "three" }, null)).Fault?.Type);
        Assert.Null(await cluster.Subscription("three").GetAsync());
        Assert.Null((await cluster.Subscription("two").PutAsync(body with { Id = "two", Name = "changed" }, null)).Fault);

        Assert.Equal(SubscriptionRemoval.Deleted, await cluster.Subscription("one").DeleteAsync());
        Assert.True((await cluster.Subscription("three").PutAsync(body with { Id = "three" }, null)).Created);
    }
}
