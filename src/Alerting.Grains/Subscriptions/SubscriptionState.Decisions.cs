using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

internal sealed partial class SubscriptionState
{
    // Revisions that match nothing cost no append of their own; after a crash this many are read again at most.
    private const int MaxScanAhead = 256;
    private const int MaxErrorLength = 300;

    /// <summary>Why a subscription is disabled whose receiver wants nothing more.</summary>
    public const string GoneReason = "the receiver answered 410 Gone";

    /// <summary>Creates the subscription or replaces its body.</summary>
    /// <param name="definition">The new body; without a secret it keeps the present one.</param>
    /// <param name="startAfter">Where a new one starts.</param>
    /// <param name="now">Stated as the instant of a disabling.</param>
    /// <returns>The events, or what is wrong.</returns>
    public (IReadOnlyList<SubscriptionEvent> Events, Fault? Error) Configure(Subscription definition, long startAfter, long now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if ((definition.Channel.Secret ?? Definition?.Channel.Secret) is not { } secret)
        {
            return ([], new Fault(FaultTypes.MissingField, "A new webhook needs a secret: 'whsec_' and the base64 of 24 to 64 bytes.", "$.channel.secret"));
        }

        var wasDisabled = Definition is { Enabled: false };
        var body = definition with
        {
            Channel = definition.Channel with { Secret = secret },
            DisabledReason = definition.Enabled ? null : Definition?.DisabledReason ?? "disabled by its owner",
            DisabledSince = definition.Enabled ? null : Definition?.DisabledSince ?? Instants.FromTicks(now),
        };
        if (Definition is not { } old)
        {
            return ([new SubscriptionConfigured(body, startAfter)], null);
        }

        List<SubscriptionEvent> events = [.. Settle(), new SubscriptionConfigured(body, null)];
        if (body.Enabled && (wasDisabled || body.Channel != old.Channel))
        {
            events.Add(new DeliveriesReleased());
        }

        return (events, null);
    }

    /// <summary>Takes revisions read from the ledger, as many as there is room for.</summary>
    /// <param name="revisions">By seq, without gaps; those read already are ignored.</param>
    /// <param name="regions">What lies below what.</param>
    /// <param name="now">From when on they are due.</param>
    /// <returns>What is to be made durable, at the latest when the first try has ended; null for nothing.</returns>
    public LedgerAdvanced? Offer(IReadOnlyList<LedgerRevision> revisions, RegionCatalog regions, long now)
    {
        ArgumentNullException.ThrowIfNull(revisions);

        // After a rewind, what was read before it leaves a gap: it is read again.
        if (!IsActive || revisions.Count == 0 || revisions[0].Alert.Seq > ScannedTo + 1)
        {
            return null;
        }

        var judge = new RevisionJudge(Definition!, _told, regions);
        var opened = new List<DeliveryEntry>();
        var capacity = Capacity;
        var readTo = ScannedTo;
        foreach (var revision in revisions)
        {
            var alert = revision.Alert;
            if (alert.Seq <= readTo)
            {
                continue;
            }

            var taken = judge.Takes(revision);
            var opens = taken && _book.Open(alert.Seq) is null;
            if (opens)
            {
                if (opened.Count == capacity)
                {
                    break;
                }

                opened.Add(new()
                {
                    Seq = alert.Seq,
                    AlertId = alert.AlertId,
                    Revision = alert.Revision,
                    Change = alert.Change,
                    NextAt = now,
                });
            }

            judge.Pass(alert, taken, opens);
            readTo = alert.Seq;
        }

        if (opened.Count == 0 && judge.Ended.Count == 0 && readTo - ReadTo < MaxScanAhead)
        {
            _scannedTo = readTo;
            return null;
        }

        return new LedgerAdvanced(readTo, opened, judge.Ended.Count == 0 ? null : judge.Ended);
    }

    /// <summary>
    /// Begins the try that is to be made next, if any: per alert the first open one, those never tried first. Nothing durable.
    /// </summary>
    public DeliveryEntry? StartNext(long now)
    {
        var next = NextToTry(now);
        if (next is not null)
        {
            _book.Start(next.Seq);
        }

        return next;
    }

    /// <summary>Whether <see cref="StartNext"/> would begin one.</summary>
    public bool IsAnyDue(long now) => NextToTry(now) is not null;

    /// <summary>The instant from which on <see cref="StartNext"/> begins something, 0 for at once; null when only the end of a
    /// try or a new revision changes that.</summary>
    public long? NextDue()
    {
        if (!IsActive || _book.InFlight >= MaxInFlight)
        {
            return null;
        }

        return _book.AnyFresh ? 0
            : _book.AnyRetry && _book.RetriesInFlight < MaxRetriesInFlight ? _book.Retries.First().DueAt
            : null;
    }

    /// <summary>When the subscription must be awake again whatever happens to this process; null for never.</summary>
    public long? WakeAt(long now) => !IsActive ? null : _book.InFlight > 0 ? now : NextDue() is { } due ? Math.Max(due, 1) : null;

    /// <summary>The try was cut off: it is repeated and counts as none.</summary>
    public void Abandoned(long seq) => _book.Abandon(seq);

    public IReadOnlyList<SubscriptionEvent> Succeeded(long seq, long startedAt, long now, int statusCode) =>
        _book.Open(seq) is null ? [] : [new DeliverySucceeded(seq, startedAt, now, statusCode)];

    /// <param name="seq">The delivery.</param>
    /// <param name="startedAt">Start of the try.</param>
    /// <param name="now">End of the try.</param>
    /// <param name="statusCode">What the receiver answered; null for no answer.</param>
    /// <param name="error">What went wrong, in words.</param>
    /// <param name="random">0..1, the jitter of the next delay.</param>
    public IReadOnlyList<SubscriptionEvent> Failed(long seq, long startedAt, long now, int? statusCode, string error, double random)
    {
        if (_book.Open(seq) is not { } entry)
        {
            return [];
        }

        error = Shorten(error);

        // A try ahead of the schedule uses none of it up: else a busy receiver that rejects one message would see it dead in seconds.
        if (entry.Attempts > 0 && startedAt < entry.NextAt && entry.NextAt > now)
        {
            return [new DeliveryFailed(seq, startedAt, statusCode, error, entry.NextAt, entry.Step)];
        }

        return entry.Step < RetrySchedule.Steps
            ? [new DeliveryFailed(seq, startedAt, statusCode, error, now + RetrySchedule.Delay(entry.Step, random), entry.Step + 1)]
            : [new DeliveryDeadLettered(seq, startedAt, statusCode, error)];
    }

    /// <summary>The receiver asked to come back later: the schedule is not used up, but its whole span still ends it.</summary>
    public IReadOnlyList<SubscriptionEvent> RetryAfter(long seq, long startedAt, long now, int statusCode, string error, TimeSpan delay)
    {
        if (_book.Open(seq) is not { } entry)
        {
            return [];
        }

        error = Shorten(error);
        if (entry.FirstAttemptAt != 0 && startedAt - entry.FirstAttemptAt >= RetrySchedule.Span.Ticks)
        {
            return [new DeliveryDeadLettered(seq, startedAt, statusCode, error)];
        }

        var ticks = Math.Clamp(delay.Ticks, RetrySchedule.MinRetryAfter.Ticks, RetrySchedule.MaxRetryAfter.Ticks);
        return [new DeliveryFailed(seq, startedAt, statusCode, error, now + ticks, entry.Step)];
    }

    /// <summary>The receiver said that it is gone: the delivery stays open for when the subscription is enabled again.</summary>
    public IReadOnlyList<SubscriptionEvent> Gone(long seq, long startedAt, long now)
    {
        if (_book.Open(seq) is not { } entry)
        {
            return [];
        }

        return [new DeliveryFailed(seq, startedAt, 410, GoneReason, now, entry.Step), .. Disable(GoneReason, now)];
    }

    /// <summary>Its body cannot be had.</summary>
    public IReadOnlyList<SubscriptionEvent> Lost(long seq, string error) =>
        _book.Open(seq) is null ? [] : [new DeliveryDeadLettered(seq, 0, null, Shorten(error))];

    /// <summary>What a test message came to.</summary>
    public IReadOnlyList<SubscriptionEvent> Tested(bool delivered, bool gone, long now) =>
        Definition is null ? [] : gone ? Disable(GoneReason, now) : delivered ? [new DeliveriesReleased()] : [];

    /// <summary>What is kept, by seq.</summary>
    public DeliveryPage Deliveries(long after, int limit, DeliveryStatus? status)
    {
        var items = _book.All
            .Where(entry => entry.Seq > after && (status is null || entry.Status == status))
            .Take(limit + 1)
            .Select(entry => entry.ToDelivery())
            .ToList();
        if (items.Count <= limit)
        {
            return new(items, null);
        }

        items.RemoveAt(limit);
        return new(items, items[^1].Seq);
    }

    private DeliveryEntry? NextToTry(long now)
    {
        if (!IsActive || _book.InFlight >= MaxInFlight)
        {
            return null;
        }

        var retry = _book.RetriesInFlight < MaxRetriesInFlight ? _book.Retries.FirstOrDefault() : null;
        return _book.Fresh.FirstOrDefault() ?? (retry?.DueAt <= now ? retry : null);
    }

    private IReadOnlyList<SubscriptionEvent> Disable(string reason, long now) =>
        IsActive ? [.. Settle(), new SubscriptionDisabled(reason, now)] : [];

    // What was read under the present definition must not be judged again under the next.
    private IReadOnlyList<SubscriptionEvent> Settle() => ScannedTo > ReadTo ? [new LedgerAdvanced(ScannedTo, [])] : [];

    private static string Shorten(string error) => error.Length <= MaxErrorLength ? error : error[..MaxErrorLength];
}
