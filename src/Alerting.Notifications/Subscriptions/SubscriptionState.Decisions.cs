using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Pacing;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Subscriptions;

internal sealed partial class SubscriptionState
{
    // Revisions that match nothing cost no append of their own; after a crash this many are read again at most.
    private const int MaxScanAhead = 256;

    /// <summary>Creates the subscription or replaces its body.</summary>
    /// <param name="definition">The new body, its channel complete.</param>
    /// <param name="startAfter">Where a new one starts.</param>
    /// <param name="now">Stated as the instant of a disabling.</param>
    public IReadOnlyList<SubscriptionEvent> Configure(Subscription definition, long startAfter, long now)
    {
        var wasDisabled = Definition is { Enabled: false };
        var body = definition with
        {
            DisabledReason = definition.Enabled ? null : Definition?.DisabledReason ?? "disabled by its owner",
            DisabledSince = definition.Enabled ? null : Definition?.DisabledSince ?? Instants.FromTicks(now),
        };
        if (Definition is not { } old)
        {
            return [new SubscriptionConfigured(body, startAfter)];
        }

        List<SubscriptionEvent> events = [.. Settle(), new SubscriptionConfigured(body, null)];
        if (body.Enabled && (wasDisabled || body.Channel != old.Channel))
        {
            events.Add(new DeliveriesReleased());
        }

        return events;
    }

    /// <summary>Takes revisions read from the ledger, as many as there is room for.</summary>
    /// <param name="revisions">By seq, without gaps; those read already are ignored.</param>
    /// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
    /// <param name="now">From when on they are due.</param>
    /// <param name="isAllowed">Whether the owner may see a region now; null: all.</param>
    /// <param name="isInArea">Whether an alert has evidence in the area; null: there is none.</param>
    /// <param name="holds">What holds deliveries back now; null: nothing.</param>
    /// <returns>What is to be made durable, at the latest when the first try has ended; null for nothing.</returns>
    public LedgerAdvanced? Offer(
        IReadOnlyList<LedgerRevision> revisions, Func<string, string, bool> isWithin, long now, Func<string, bool>? isAllowed = null,
        Func<Alert, bool>? isInArea = null, Holds? holds = null)
    {
        // After a rewind, what was read before it leaves a gap: it is read again.
        if (!IsActive || revisions.Count == 0 || revisions[0].Alert.Seq > ScannedTo + 1)
        {
            return null;
        }

        var intake = new RevisionIntake(
            new RevisionMatcher(Definition!, Told, isWithin, isAllowed, isInArea),
            holds ?? Holds.None,
            Held,
            Definition!.Delivery.PerStory ? new StoryGrouping(ToldStories) : null,
            Queue,
            Pacing(now),
            Capacity,
            now);
        var readTo = ScannedTo;
        foreach (var revision in revisions.SkipWhile(revision => revision.Alert.Seq <= readTo))
        {
            if (!intake.Take(revision))
            {
                break;
            }

            readTo = revision.Alert.Seq;
        }

        if (!intake.IsNews && readTo - ReadTo < MaxScanAhead)
        {
            _scannedTo = readTo;
            return null;
        }

        return intake.ToEvent(readTo);
    }

    /// <summary>
    /// Begins the try that is to be made next, if any: per alert the first open one, those never tried first. Nothing durable.
    /// </summary>
    public DeliveryEntry? StartNext(long now)
    {
        var next = NextToTry(now);
        if (next is not null)
        {
            Queue.Start(next.Seq);
        }

        return next;
    }

    /// <summary>Whether <see cref="StartNext"/> would begin one.</summary>
    public bool IsAnyDue(long now) => NextToTry(now) is not null;

    /// <summary>The instant from which on <see cref="StartNext"/> begins something, 0 for at once; null when only the end of a
    /// try or a new revision changes that.</summary>
    public long? NextDue() => !IsActive ? null : (Queue.NextDue(), this.DigestDue()) switch
    {
        ({ } tried, { } digest) => Math.Min(tried, digest),
        var (tried, digest) => tried ?? digest,
    };

    /// <summary>When the subscription must be awake again whatever happens to this process; null for never.</summary>
    public long? WakeAt(long now) => !IsActive ? null
        : Queue.InFlight > 0 ? now
        : new[] { NextDue(), this.HeartbeatDue(), Held.Count > 0 ? HoldingWake.After(now) : null }.Min() is { } next ? Math.Max(next, 1)
        : null;

    /// <summary>The try was cut off: it is repeated and counts as none.</summary>
    public void Abandoned(long seq) => Queue.Abandon(seq);

    /// <summary>Nobody stands for it any more: nothing is tried until it is handed over.</summary>
    public IReadOnlyList<SubscriptionEvent> OwnerEnded(string reason, long now) => Disable(reason, now);

    /// <inheritdoc cref="DeliveryQueue.Page"/>
    public DeliveryPage Deliveries(long after, int limit, DeliveryStatus? status)
    {
        var page = Queue.Page(after, limit, status);
        return page with { Items = Shown(page.Items) };
    }

    /// <summary>What became of the revisions of an alert, by seq, as far as it is kept.</summary>
    public IReadOnlyList<Delivery> DeliveriesOf(string alertId) => Shown(Queue.DeliveriesOf(alertId));

    private IReadOnlyList<Delivery> Shown(IReadOnlyList<Delivery> deliveries) =>
        IsActive ? deliveries : [.. deliveries.Select(static delivery => delivery with { IsDisabled = true })];

    private DeliveryEntry? NextToTry(long now) => IsActive ? Queue.NextToTry(now) : null;

    /// <summary>Ends deliveries where the settings they need were stored, and cannot be decrypted any more.</summary>
    /// <param name="now">UTC ticks.</param>
    public IReadOnlyList<SubscriptionEvent> DisableUnreadable(long now) => Definition is { Channel.Unreadable: not null }
        ? Disable("its settings cannot be decrypted: the keys they were encrypted with are lost; save it again with its secret", now)
        : [];

    internal IReadOnlyList<SubscriptionEvent> Disable(string reason, long now) =>
        IsActive ? [.. Settle(), new SubscriptionDisabled(reason, now)] : [];

    // Recorded as read, so that revisions judged by the present definition are not judged again by the next.
    internal IReadOnlyList<SubscriptionEvent> Settle() => ScannedTo > ReadTo ? [new LedgerAdvanced(ScannedTo, [])] : [];
}
