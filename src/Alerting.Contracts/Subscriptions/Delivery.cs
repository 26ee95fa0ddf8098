using System.Text.Json.Serialization;
using Alerting.Alerts;

namespace Alerting.Subscriptions;

/// <summary>What became of one revision for one subscription.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Delivery")]
public sealed record Delivery
{
    /// <summary>Position of the revision in the alert ledger.</summary>
    [Id(0)] public required long Seq { get; init; }

    /// <summary>Which alert it tells of.</summary>
    [Id(1)] public required string AlertId { get; init; }

    /// <summary>Number of its revision, from 1.</summary>
    [Id(2)] public required int Revision { get; init; }

    /// <summary>What that revision is.</summary>
    [Id(3)] public required AlertChange Change { get; init; }

    /// <summary>
    /// The receiver's idempotency key, the same on every try: <c>{alertId}.{revision}</c>, of a digest, which is listed as the
    /// newest revision that it tells, with <c>.digest</c> after it.
    /// </summary>
    [Id(4)] public required string WebhookId { get; init; }

    /// <summary>How far it has come.</summary>
    [Id(5)] public required DeliveryStatus Status { get; init; }

    /// <summary>Finished tries; one that a crash cut off leaves no trace.</summary>
    [Id(6)] public required int Attempts { get; init; }

    /// <summary>When it is tried next; null when it is not pending.</summary>
    [Id(7)] public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the last finished try began; null before the first.</summary>
    [Id(8)] public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>When the receiver took it; null when it has not.</summary>
    [Id(9)] public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>HTTP status of the last try; null when there was no answer.</summary>
    [Id(10)] public int? LastStatusCode { get; init; }

    /// <summary>Why the last try failed, in words; null when it did not.</summary>
    [Id(11)] public string? LastError { get; init; }

    /// <summary>
    /// What it is grouped into; null when it is not grouped. The alert that was told in its stead, this one where an update of an
    /// alert that was told is no news to whoever wants one alarm a story; or the <c>webhookId</c> of the digest that tells it.
    /// </summary>
    [Id(15)] public string? Into { get; init; }

    /// <summary>
    /// Id of the silence or the inhibition that holds it back, or did so before it was delivered; of one that is superseded the
    /// <c>webhookId</c> of the newer one; null for none.
    /// </summary>
    [Id(30)] public string? By { get; init; }

    /// <summary>How many revisions of the alert had been held back when this one was to be delivered; 0 for none.</summary>
    [Id(31)] public int Held { get; init; }

    /// <summary>
    /// Why it is delivered now: "silence ended" or "inhibition ended"; of one that is inhibited, which alert was open when it was held
    /// back: "while IQ-AN.bombs.7 is open". Null where it goes without saying, and where that alert is not the reader's.
    /// </summary>
    [Id(32)] public string? Reason { get; init; }

    /// <summary>
    /// Number of its message among all messages of the subscription, from 1 and without a gap, the same on every try, given when
    /// it is the first in line of its alert; null before, where there is no message, and where it was made before they were
    /// counted. One that is superseded gives its number to the one that is sent in its stead.
    /// </summary>
    [Id(33)] public long? Sequence { get; init; }

    /// <summary>The finished tries that are known one by one, oldest first, the last 50 of many.</summary>
    [Id(34)] public IReadOnlyList<DeliveryTry> Tries { get => field ?? []; init; }

    /// <summary>Of one that is inhibited, the alert that <c>reason</c> names, which may lie beyond a reader's regions.</summary>
    [JsonIgnore]
    [Id(40)] public string? Inhibitor { get; init; }

    /// <summary>Whether its subscription is disabled: what is pending waits until that is enabled again.</summary>
    [JsonIgnore]
    [Id(35)] public bool IsDisabled { get; init; }

    /// <summary>What became of the revision.</summary>
    public DeliveryOutcome Outcome => Status switch
    {
        DeliveryStatus.Delivered => DeliveryOutcome.Delivered,
        DeliveryStatus.Dead => DeliveryOutcome.DeadLetter,
        DeliveryStatus.Grouped => DeliveryOutcome.Grouped,
        DeliveryStatus.Silenced => DeliveryOutcome.Silenced,
        DeliveryStatus.Inhibited => DeliveryOutcome.Inhibited,
        DeliveryStatus.Superseded => DeliveryOutcome.Superseded,
        _ => IsDisabled ? DeliveryOutcome.Disabled : DeliveryOutcome.Pending,
    };
}

/// <summary>One try to deliver.</summary>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="StatusCode">What the receiver answered, for a webhook the HTTP status; null when there was no answer.</param>
/// <param name="Error">What went wrong, in words; null where nothing did.</param>
[GenerateSerializer, Immutable, Alias("alerting.DeliveryTry")]
public sealed record DeliveryTry(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] Duration Duration,
    [property: Id(2)] int? StatusCode,
    [property: Id(3)] string? Error);

/// <summary>How far a delivery has come.</summary>
public enum DeliveryStatus : byte
{
    /// <summary>To be tried, now or later.</summary>
    Pending = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>Given up after the whole retry schedule; a replay tries again.</summary>
    Dead = 2,

    /// <summary>Not to be tried: another alert of the same story was told, or a digest tells it. A replay sends it.</summary>
    Grouped = 3,

    /// <summary>A silence holds it back. A replay sends it.</summary>
    Silenced = 4,

    /// <summary>An inhibition holds it back while another alert is open. A replay sends it.</summary>
    Inhibited = 5,

    /// <summary>Not to be tried: a newer revision of the alert is told in its stead. A replay sends it.</summary>
    Superseded = 6,
}

/// <summary>What became of a revision for a subscription.</summary>
public enum DeliveryOutcome : byte
{
    /// <summary>To be tried, now or later.</summary>
    Pending = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>Given up after the whole retry schedule; a replay tries again.</summary>
    DeadLetter = 2,

    /// <summary>Another alert of the same story was told, or a digest tells it, see <c>into</c>.</summary>
    Grouped = 3,

    /// <summary>A silence holds it back, see <c>by</c>.</summary>
    Silenced = 4,

    /// <summary>An inhibition holds it back, see <c>by</c>, while another alert is open, see <c>reason</c>.</summary>
    Inhibited = 5,

    /// <summary>A newer revision of the alert is told in its stead, see <c>by</c>.</summary>
    Superseded = 6,

    /// <summary>The subscription is disabled: it is tried when that is enabled again.</summary>
    Disabled = 7,
}

/// <summary>A page of the deliveries of a subscription.</summary>
/// <param name="Items">By ascending <see cref="Delivery.Seq"/>.</param>
/// <param name="Next">The <c>after</c> of the next page; null when this is the last.</param>
[GenerateSerializer, Immutable, Alias("alerting.DeliveryPage")]
public sealed record DeliveryPage(
    [property: Id(0)] IReadOnlyList<Delivery> Items,
    [property: Id(1)] long? Next);
