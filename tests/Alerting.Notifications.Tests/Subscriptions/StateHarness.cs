using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Pacing;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Webhooks;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Subscriptions;

/// <summary>Runs a state as its grain would, and keeps the events.</summary>
internal sealed class StateHarness
{
    public SubscriptionState State { get; } = new();

    public List<SubscriptionEvent> Events { get; } = [];

    public long Now { get; set; } = AlertSample.Start.UtcTicks;

    public static StateHarness Configured(Subscription? definition = null, long startAfter = 0)
    {
        var harness = new StateHarness();
        harness.Configure(definition ?? AlertSample.Subscription(), startAfter);
        return harness;
    }

    public void Configure(Subscription definition, long startAfter = 0)
    {
        var (settings, fault) = WebhookSettings.Complete(definition.Channel, State.Definition?.Channel);
        Assert.Null(fault);
        Raise(State.Configure(definition with { Channel = settings }, startAfter, Now));
    }

    public void Raise(IReadOnlyList<SubscriptionEvent> events)
    {
        foreach (var change in events)
        {
            State.Apply(change);
            Events.Add(change);
        }
    }

    public void Offer(params Alert[] revisions) => Offer([.. AlertSample.Ledger(revisions)]);

    public void Offer(IReadOnlyList<LedgerRevision> revisions)
    {
        if (State.Offer(revisions, AlertSample.IsWithin, Now) is { } advanced)
        {
            Raise([advanced]);
        }
    }

    public RewindCount Rewind(long from)
    {
        var (events, count) = State.Rewind(from, AlertSample.IsWithin);
        Raise(events);
        return count;
    }

    public void Advance(TimeSpan time) => Now += time.Ticks;

    public long[] StartDue()
    {
        Raise(State.FormDigest(Now));
        var started = new List<long>();
        while (State.StartNext(Now) is { } entry)
        {
            started.Add(entry.Seq);
        }

        return [.. started];
    }

    public void Succeed(long seq, int status = 200) => Record(seq, new NotificationVerdict.Delivered(status));

    public void Fail(long seq, double random = 0) => Record(seq, new NotificationVerdict.Retry(500, "the receiver answered 500"), random);

    public void Record(long seq, NotificationVerdict verdict, double random = 0) => Raise(State.Record(seq, Now, Now, verdict, random));

    public DeliveryEntry Entry(long seq) => State.ToSnapshot().Entries.Single(entry => entry.Seq == seq);

    public Delivery Delivery(long seq) => Entry(seq).ToDelivery();

    /// <summary>Both ways of coming back, from the log and from a snapshot, give what there was.</summary>
    public void AssertRestores()
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(Events, SubscriptionJson.Default.ListSubscriptionEvent);
        var replayed = new SubscriptionState();
        foreach (var change in JsonSerializer.Deserialize(written, SubscriptionJson.Default.ListSubscriptionEvent)!)
        {
            replayed.Apply(change);
        }

        AssertSame(replayed);
        AssertSame(
            SubscriptionState.FromSnapshot(JsonSerializer.Deserialize(Snapshot(State), SubscriptionJson.Default.SubscriptionSnapshot)!));
    }

    private static string Snapshot(SubscriptionState state) =>
        JsonSerializer.Serialize(state.ToSnapshot(), SubscriptionJson.Default.SubscriptionSnapshot);

    private void AssertSame(SubscriptionState other)
    {
        Assert.Equal(Snapshot(State), Snapshot(other));
        Assert.Equal(0, other.InFlight);
    }
}
