using Alerting.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>Attempts that are over before the call that makes them returns, as on a connection that is there and a receiver that is quick.</summary>
public sealed class InstantDeliveryTests
{
    [Fact]
    public async Task Replays_while_deliveries_end_at_once_are_all_done()
    {
        var channel = new InstantChannel();
        await using var cluster = await SubscriptionCluster.StartAsync(services =>
        {
            services.RemoveAll<IDeliveryChannel>();
            services.AddSingleton<IDeliveryChannel>(channel);
        });
        var desk = cluster.Subscription();
        await desk.PutAsync(Samples.Subscription() with { Channel = new() { Url = "http://127.0.0.1:9/", Secret = Samples.Secret } }, null);
        for (var batch = 0; batch < 4; batch++)
        {
            await cluster.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Samples.Alert(alertId: $"A{i}", revision: batch + 1))]);
        }

        for (var round = 0; round < 5; round++)
        {
            await Eventually.TrueAsync(
                async () => (await desk.DeliveriesAsync(0, 100, DeliveryStatus.Delivered))!.Items.Count == 40, "all to be delivered");
            var replays = await Task.WhenAll(Enumerable.Range(1, 40).Select(seq => desk.ReplayAsync(new(Seq: seq))));
            Assert.All(replays, static replay => Assert.Null(replay!.Fault));
            await desk.ReplayAsync(new(FromSeq: 1));
        }

        await Eventually.TrueAsync(
            async () => (await desk.DeliveriesAsync(0, 100, DeliveryStatus.Delivered))!.Items.Count == 40, "all to be delivered");
        Assert.True(channel.Attempts >= 80);
    }

    private sealed class InstantChannel : IDeliveryChannel
    {
        private int _attempts;

        public string Type => SubscriptionChannel.Webhook;

        public int Attempts => Volatile.Read(ref _attempts);

        public Task<DeliveryResult> SendAsync(SubscriptionChannel target, Alert alert, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _attempts);
            return Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered(200));
        }

        public Task<DeliveryResult> SendTestAsync(SubscriptionChannel target, string subscriptionId, CancellationToken cancellationToken) =>
            Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered(200));
    }
}
