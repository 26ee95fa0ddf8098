using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Pacing;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Subscriptions;

/// <summary>
/// What one subscription has read of the alert ledger and what it still has to deliver. No clock and no I/O: decisions
/// (in the other part) give events, <see cref="Apply"/> turns them into state. Instants are UTC ticks.
/// </summary>
internal sealed partial class SubscriptionState
{
    /// <summary>The ledger is not read on while so many deliveries are open.</summary>
    public const int MaxOpen = 10_000;

    /// <summary>Most tries at one time.</summary>
    public const int MaxInFlight = 8;

    /// <summary>Most retries at one time: a handful of deliveries that always time out must not keep a new alert waiting.</summary>
    public const int MaxRetriesInFlight = 6;

    private readonly MessageReceipts _receipts = new();
    private readonly MessageBudget _budget = new();
    private long _scannedTo;
    private long _version;

    /// <summary>The open alerts of which it was told something.</summary>
    public ToldAlerts Told { get; } = new();

    /// <summary>The stories of which it was told something.</summary>
    public ToldStories ToldStories { get; } = new();

    /// <summary>Null before it is created and after it is deleted.</summary>
    public Subscription? Definition { get; private set; }

    /// <summary>Grows with every change of the definition; 0 while there is none.</summary>
    public long Version => Definition is null ? 0 : _version;

    /// <summary>The seq after which it started when it was created; null where that was not kept.</summary>
    public long? StartedAfter { get; private set; }

    /// <summary>As users see it; null while there is none.</summary>
    public SubscriptionView? View =>
        Definition is { } definition ? SubscriptionView.Of(definition) with { StartAfter = StartedAfter, Version = Version } : null;

    /// <summary>The ledger is durably read up to here.</summary>
    public long ReadTo { get; private set; }

    /// <summary>The ledger is read up to here; beyond <see cref="ReadTo"/> nothing matched.</summary>
    public long ScannedTo => Math.Max(ReadTo, _scannedTo);

    public bool IsActive => Definition is { Enabled: true };

    /// <summary>What is to be delivered, and what was of late.</summary>
    public DeliveryQueue Queue { get; } = new();

    /// <summary>What the channel needs to change the message that told of the alert; null where it needs nothing.</summary>
    public string? ReceiptOf(string alertId) => _receipts.Of(alertId);

    public int OpenCount => Queue.OpenCount;

    public bool IsOpen(long seq) => Queue.Open(seq) is not null;

    public int InFlight => Queue.InFlight;

    /// <summary>What silences and inhibitions hold back of it.</summary>
    public HeldAlerts Held { get; } = new();

    /// <summary>The last heartbeat; null before the first.</summary>
    public HeartbeatState? Heartbeat { get; private set; }

    /// <summary>How many more revisions can be admitted.</summary>
    public int Capacity => Math.Max(0, MaxOpen - Queue.OpenCount);

    public SubscriptionSnapshot ToSnapshot() =>
        new(
            Definition, ReadTo, [.. Queue.All], Told.ToSnapshot(), StartedAfter, _version, Stories, Held.ToSnapshot(),
            Queue.Sequence == 0 ? null : Queue.Sequence, _receipts.ToSnapshot(), _budget.ToSnapshot(), Heartbeat);

    /// <summary>How what is to be told now is told.</summary>
    /// <param name="now">UTC ticks.</param>
    public DeliveryPacing Pacing(long now) => new(Definition!.Delivery, Queue, _budget, now);

    /// <summary>The stories that it was told of, as they are kept; null where there are none.</summary>
    internal IReadOnlyList<StoryChange>? Stories => ToldStories.ToSnapshot() is { Count: > 0 } stories ? stories : null;

    public static SubscriptionState FromSnapshot(SubscriptionSnapshot snapshot)
    {
        var state = new SubscriptionState
        {
            Definition = snapshot.Definition,
            ReadTo = snapshot.ReadTo,
            StartedAfter = snapshot.StartedAfter,
            _version = snapshot.Version ?? (snapshot.Definition is null ? 0 : 1),
            Heartbeat = snapshot.Heartbeat,
        };
        state.Queue.Sequence = snapshot.Sequence ?? 0;
        state._budget.Restore(snapshot.Budget);
        foreach (var entry in snapshot.Entries)
        {
            state.Queue.Put(entry);
        }

        state.Told.Restore(snapshot);
        state.ToldStories.Apply(snapshot.Stories ?? []);
        state._receipts.Restore(snapshot.Receipts);
        state.Held.Restore(snapshot.Held ?? []);
        return state;
    }

    public void Apply(SubscriptionEvent change)
    {
        switch (change)
        {
            case SubscriptionConfigured e:
                if (Definition?.Channel != e.Definition.Channel)
                {
                    // Messages of one receiver cannot be changed by another.
                    _receipts.Clear();
                }

                Definition = e.Definition;
                _version++;
                if (!e.Definition.Delivery.PerStory)
                {
                    ToldStories.Clear();
                }

                if (e.StartAfter is { } startAfter)
                {
                    StartedAfter = startAfter;
                    MoveTo(startAfter);
                }

                break;
            case LedgerAdvanced e:
                ReadTo = Math.Max(ReadTo, e.ReadTo);
                foreach (var held in e.Held ?? [])
                {
                    Queue.Put(held.Entry);
                }

                Open(e.Held ?? [], e.Opened, e.Gathered, e.Superseded);

                foreach (var alertId in e.Over ?? [])
                {
                    Held.Forget(alertId);
                }

                foreach (var alertId in e.Ended ?? [])
                {
                    Told.End(alertId);
                    _receipts.Forget(alertId);
                }

                foreach (var entry in e.Grouped ?? [])
                {
                    Queue.Put(entry);
                }

                ToldStories.Apply(e.Stories ?? []);
                break;
            case DeliverySucceeded e:
                _receipts.Ended(Queue.Open(e.Seq), e.Receipt);
                Queue.Record(e);
                Queue.Release();
                break;
            case HeldReleased e:
                Open([], e.Opened, e.Gathered, e.Superseded);
                break;
            case DeliveriesSuperseded e:
                Supersede(e.Superseded);
                break;
            case DigestOpened e:
                Queue.Open(e);
                break;
            case HeartbeatBegun e:
                Heartbeat = new HeartbeatState(e.At, ++Queue.Sequence, IsSent: false);
                break;
            case HeartbeatSent:
                Heartbeat = Heartbeat! with { IsSent = true };
                Queue.Release();
                break;
            case DeliveryFailed e:
                Queue.Record(e);
                break;
            case DeliveryDeadLettered e:
                _receipts.Ended(Queue.Open(e.Seq), null);
                Queue.Record(e);
                break;
            case DeliveriesReleased:
                Queue.Release();
                break;
            case DeliveriesReplayed e:
                foreach (var seq in e.Seqs)
                {
                    Reopen(seq, e.At);
                }

                break;
            case LedgerRewound e:
                Queue.ForgetClosedFrom(e.ReadTo + 1);
                MoveTo(e.ReadTo);
                ToldStories.Rewind(e.ReadTo);
                Held.Rewind(e.ReadTo);
                break;
            case DeliveriesForgotten e:
                Queue.ForgetClosedBefore(e.Below);
                break;
            case SubscriptionDisabled e:
                Definition = Definition! with { Enabled = false, DisabledReason = e.Reason, DisabledSince = Instants.FromTicks(e.At) };
                _version++;
                break;
            case SubscriptionDeleted:
                Definition = null;
                Queue.Clear();
                Told.Clear();
                ToldStories.Clear();
                _receipts.Clear();
                Held.Clear();
                _budget.Clear();
                Heartbeat = null;
                StartedAfter = null;
                break;
            default:
                throw new InvalidOperationException($"A subscription has no event {change.GetType().Name}.");
        }
    }

    private void Reopen(long seq, long at)
    {
        if (Queue.Closed(seq) is { } closed)
        {
            if (closed.Status == DeliveryStatus.Grouped && ToldStories.Tell(closed.AlertId))
            {
                Told.Tell(closed.AlertId, closed.Change, seq);
            }

            if (closed.Status is DeliveryStatus.Silenced or DeliveryStatus.Inhibited or DeliveryStatus.Superseded)
            {
                Held.Delivered(closed);
                Told.Tell(closed.AlertId, closed.Change, seq);
            }

            Queue.Put(closed.Reopened(at));
        }
    }

    private void Open(
        IReadOnlyList<HeldRevision> held, IReadOnlyList<DeliveryEntry> opened, IReadOnlyList<DeliveryEntry>? gathered,
        IReadOnlyList<Supersession>? superseded)
    {
        IReadOnlyList<DeliveryEntry> told =
            gathered is null ? opened : [.. opened.Concat(gathered).OrderBy(static entry => entry.Seq)];
        Held.Advance(held, told);
        foreach (var entry in told)
        {
            Queue.Put(entry);
            Told.Tell(entry.AlertId, entry.Change, entry.Seq);
        }

        foreach (var entry in opened)
        {
            _budget.Spend(entry.NextAt, Definition?.Delivery.MostPerMinute);
        }

        Supersede(superseded ?? []);
    }

    private void Supersede(IReadOnlyList<Supersession> superseded)
    {
        foreach (var one in superseded)
        {
            Queue.Supersede(one);
        }
    }

    private void MoveTo(long readTo)
    {
        ReadTo = readTo;
        _scannedTo = readTo;
    }
}
