using System.Text.Json.Serialization;

namespace Alerting.Subscriptions;

/// <summary>How a subscription is told what it matches.</summary>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionDelivery")]
public sealed record SubscriptionDelivery
{
    /// <summary>Every revision by itself.</summary>
    public static SubscriptionDelivery Default { get; } = new();

    /// <summary>How long a digest gathers where nothing else is asked for.</summary>
    public static Duration DefaultEvery { get; } = Duration.From(TimeSpan.FromMinutes(5));

    /// <summary>Messages a minute to people where nothing else is asked for.</summary>
    public const int DefaultForPeople = 30;

    /// <summary>
    /// One alarm a story: what was raised along with an alert that was told and is as grave is not told beside it. Nothing waits.
    /// </summary>
    [Id(0)] public bool PerStory { get; init; }

    /// <summary>Whether each revision is a message, or many are told in one.</summary>
    [Id(1)] public DeliveryMode Mode { get; init; }

    /// <summary>How long a digest gathers after the first revision of it, PT1S to P7D.</summary>
    [Id(2)] public Duration Every { get => field == default ? DefaultEvery : field; init; }

    /// <summary>
    /// Messages in any minute, 1 to 10,000; beyond them what is below critical goes into a digest a minute. Null: without limit.
    /// </summary>
    [Id(3)] public int? MostPerMinute { get; init; }

    /// <summary>
    /// Whether only the newest revision of each alert is told where the receiver did not take messages for a while; those before
    /// it are superseded.
    /// </summary>
    [Id(4)] public bool LatestOnly { get; init; }

    /// <summary>How often the subscription is told that it still is connected, PT1S to P1D; null: never.</summary>
    [Id(5)] public Duration? Heartbeat { get; init; }
}

/// <summary>Whether each revision is a message.</summary>
public enum DeliveryMode : byte
{
    /// <summary>A message for each revision.</summary>
    Each = 0,

    /// <summary>A message for all of a while.</summary>
    Digest = 1,
}

/// <summary>How to be told. Everything by itself when absent.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeliveryBody
{
    /// <summary>
    /// One alarm a story (<c>story</c> of an alert): its first alert is told, others where they are graver or a measure rises
    /// by half, and how they end. False when absent.
    /// </summary>
    public bool? PerStory { get; init; }

    /// <summary>A message for each revision, or one for all of a while, whatever their severity. each when absent.</summary>
    public DeliveryMode? Mode { get; init; }

    /// <summary>How long a digest gathers after the first revision of it, PT1S to P7D. PT5M when absent.</summary>
    public Duration? Every { get; init; }

    /// <summary>
    /// Messages in any minute, 1 to 10,000. Beyond them (a storm) what is below critical goes into a digest a minute; what is
    /// critical is never held. When absent: 30 for mail and chats, no limit for webhooks and PagerDuty.
    /// </summary>
    public int? MostPerMinute { get; init; }

    /// <summary>
    /// After an outage of the receiver, only the newest revision of each alert. When absent: true for mail and chats, false for
    /// webhooks and PagerDuty.
    /// </summary>
    public bool? LatestOnly { get; init; }

    /// <summary>How often to be told that the line stands, PT1S to P1D. Never when absent.</summary>
    public Duration? Heartbeat { get; init; }
}
