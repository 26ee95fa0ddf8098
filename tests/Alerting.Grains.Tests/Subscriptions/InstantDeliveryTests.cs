using Alerting.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>
/// Attempts that are over before the call that makes them returns, as on a connection that is there and a receiver that is quick.
/// </summary>
public sealed class InstantDeliveryTests
{
    [Fact]
    public async Task Replays_while_deliveries_end_at_once_are_all_done()
    {
        var channel = new ScriptedChannel(static (_, _) => Task.FromResult<NotificationVerdict>(new NotificationVerdict.Delivered(200)));
        await using var cluster = await SubscriptionCluster.StartAsync(services =>
        {
            services.RemoveAll<INotificationChannel>();
            services.AddSingleton<INotificationChannel>(channel);
        });
        var desk = cluster.Subscription();
        await desk.PutAsync(
            AlertSample.Subscription() with { Channel = new() { Url = "http://127.0.0.1:9/", Secret = AlertSample.Secret } }, null);
        for (var batch = 0; batch < 4; batch++)
        {
            await cluster.AppendAsync([.. Enumerable.Range(0, 10).Select(i => AlertSample.Alert(alertId: $"A{i}", revision: batch + 1))]);
        }

        for (var round = 0; round < 5; round++)
        {
            await Wait.UntilAsync(
                async () => (await desk.DeliveriesAsync(0, 100, DeliveryStatus.Delivered))!.Items.Count == 40, "all to be delivered");
            var replays = await Task.WhenAll(Enumerable.Range(1, 40).Select(seq => desk.ReplayAsync(new(Seq: seq))));
            Assert.All(replays, static replay => Assert.Null(replay!.Fault));
            await desk.ReplayAsync(new(FromSeq: 1));
        }

        await Wait.UntilAsync(
            async () => (await desk.DeliveriesAsync(0, 100, DeliveryStatus.Delivered))!.Items.Count == 40, "all to be delivered");
        Assert.True(channel.Attempts >= 80);
    }
}
