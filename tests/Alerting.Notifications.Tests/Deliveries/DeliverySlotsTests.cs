using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Deliveries;

public sealed class DeliverySlotsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_gets_so_many_places_and_no_more_and_another_host_its_own()
    {
        var slots = new DeliverySlots(maxInAll: 10, maxPerReceiver: 2);
        var first = await slots.TakeAsync("a:80", Cancellation);
        using var second = await slots.TakeAsync("a:80", Cancellation);
        var third = slots.TakeAsync("a:80", Cancellation).AsTask();
        Assert.False(third.IsCompleted);

        using var other = await slots.TakeAsync("b:80", Cancellation);
        Assert.Equal((3, 1), (slots.InUse, slots.Waiting));

        first.Dispose();
        first.Dispose();
        (await third).Dispose();
        Assert.Equal((2, 0), (slots.InUse, slots.Waiting));
    }

    [Fact]
    public async Task Who_waits_longest_is_next_and_hosts_take_turns()
    {
        var slots = new DeliverySlots(maxInAll: 1, maxPerReceiver: 1);
        var place = await slots.TakeAsync("a:80", Cancellation);
        var order = new List<string>();
        var waiting = new List<Task<DeliverySlot>>();
        foreach (var host in new[] { "a:80", "a:80", "a:80", "b:80", "c:80" })
        {
            waiting.Add(slots.TakeAsync(host, Cancellation).AsTask());
        }

        string[] names = ["a1", "a2", "a3", "b", "c"];
        for (var i = 0; i < names.Length; i++)
        {
            place.Dispose();
            var done = await Task.WhenAny(waiting.Where((_, at) => !order.Contains(names[at])));
            order.Add(names[waiting.IndexOf(done)]);
            place = await done;
        }

        place.Dispose();

        // Those of b and c are not held up by the line of a.
        Assert.True(order.IndexOf("b") < order.IndexOf("a2") && order.IndexOf("c") < order.IndexOf("a3"), string.Join(' ', order));
        Assert.True(order.IndexOf("a1") < order.IndexOf("a2") && order.IndexOf("a2") < order.IndexOf("a3"), string.Join(' ', order));
        Assert.Equal((0, 0), (slots.InUse, slots.Waiting));
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_line_and_costs_nobody_a_place()
    {
        var slots = new DeliverySlots(maxInAll: 1, maxPerReceiver: 1);
        var place = await slots.TakeAsync("a:80", Cancellation);
        using var impatient = new CancellationTokenSource();
        var givenUp = slots.TakeAsync("a:80", impatient.Token).AsTask();
        var patient = slots.TakeAsync("a:80", Cancellation).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.Equal((1, 1), (slots.InUse, slots.Waiting));

        place.Dispose();
        (await patient).Dispose();
        Assert.Equal((0, 0), (slots.InUse, slots.Waiting));
    }

    [Fact]
    public async Task Whatever_comes_and_gives_up_at_once_nothing_is_lost_and_no_bound_is_passed()
    {
        var slots = new DeliverySlots(maxInAll: 6, maxPerReceiver: 2);
        var inUse = new int[8];
        await Parallel.ForEachAsync(Enumerable.Range(0, 4_000), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancellation }, async (i, _) =>
        {
            using var impatient = new CancellationTokenSource();
            var host = i % inUse.Length;
            var taking = slots.TakeAsync($"{host}:80", impatient.Token).AsTask();
            if (i % 5 == 0)
            {
                await impatient.CancelAsync();
            }

            try
            {
                using var place = await taking;
                Assert.InRange(Interlocked.Increment(ref inUse[host]), 1, 2);
                Assert.InRange(slots.InUse, 1, 6);
                await Task.Yield();
                Interlocked.Decrement(ref inUse[host]);
            }
            catch (OperationCanceledException) when (impatient.IsCancellationRequested)
            {
                // As asked for.
            }
        });

        Assert.Equal((0, 0), (slots.InUse, slots.Waiting));
    }

    [Theory]
    [InlineData("http://Example.org/hook", "example.org:80")]
    [InlineData("https://example.org/other?x=1", "example.org:443")]
    [InlineData("http://127.0.0.1:8080/", "127.0.0.1:8080")]
    public void A_host_is_where_one_receiver_listens(string url, string host) =>
        Assert.Equal(host, WebhookSettings.ReceiverOf(new SubscriptionChannel { Url = url }));
}
