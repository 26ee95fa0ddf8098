using Alerting.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>What a process tells of how deliveries go.</summary>
public sealed class SubscriptionHealthTests
{
    [Fact]
    public void Counts_what_waits_since_its_first_try_and_what_was_given_up()
    {
        var state = new SubscriptionState();
        Assert.Equal(new DeliveryHealth(0, null, 0), DeliveryHealth.Of(state));
        state.Queue.Put(Entry(1) with { Status = DeliveryStatus.Dead });
        state.Queue.Put(Entry(2) with { NextAt = 90 });
        Assert.Equal(new DeliveryHealth(1, 90, 1), DeliveryHealth.Of(state));
        state.Queue.Put(Entry(2) with { NextAt = 190, Attempts = 1, FirstAttemptAt = 95 });
        state.Queue.Put(Entry(3) with { NextAt = 10 });
        Assert.Equal(new DeliveryHealth(2, 95, 1), DeliveryHealth.Of(state));
        state.Queue.Put(Entry(2) with { Status = DeliveryStatus.Delivered });
        Assert.Equal(new DeliveryHealth(1, 10, 1), DeliveryHealth.Of(state));
    }

    [Fact]
    public void Tells_of_the_worst_first_and_of_each_by_the_activation_that_it_has_now()
    {
        var health = new SubscriptionHealth();
        var (first, second) = (new object(), new object());
        health.Show("well", first, new DeliveryHealth(0, null, 0));
        health.Show("dead", first, new DeliveryHealth(0, null, 3));
        health.Show("late", first, new DeliveryHealth(1, 50, 0));
        health.Show("later", first, new DeliveryHealth(9, 40, 0));
        Assert.Equal(["later", "late", "dead"], health.Worst(3).Select(static known => known.Subscription));
        Assert.Empty(health.Worst(0));

        health.Show("late", second, new DeliveryHealth(0, null, 0));
        health.Forget("late", first);
        health.Forget("later", first);
        Assert.Equal(["dead", "late", "well"], health.Worst(10).Select(static known => known.Subscription));
    }

    private static DeliveryEntry Entry(long seq) => new()
    {
        Seq = seq,
        AlertId = $"IQ-AN.x.{seq}",
        Revision = 1,
        Change = AlertChange.Raised,
        Status = DeliveryStatus.Pending,
    };
}
