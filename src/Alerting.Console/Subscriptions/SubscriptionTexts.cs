using Alerting.Alerts;
using Alerting.Console.Shown.Forms;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Console.Subscriptions;

/// <summary>What is said of the fields of a subscription, and of what may be chosen.</summary>
internal static class SubscriptionTexts
{
    public static readonly FieldText Name = new(
        "$.name", Spoken.Of("Name"),
        Spoken.Of("For people; the id where there is none."));

    public static readonly FieldText MinSeverity = new("$.minSeverity", Spoken.Of("Severity"));

    public static readonly FieldText Area = new(
        "$.area", Spoken.Of("Area"),
        Spoken.Of("Alerts with evidence there; where none of it has a known location, alerts of regions that meet the area."));

    public static readonly FieldText Thresholds = new("$.thresholds", Spoken.Of("Thresholds, none for all"));

    public static readonly FieldText Changes = new("$.changes", Spoken.Of("What is told"));

    public static readonly FieldText Redact = new("$.redact", Spoken.Of("Left out of the evidence"));

    public static readonly FieldText PerStory = new(
        "$.delivery.perStory", Spoken.Of("One alarm a story"),
        Spoken.Of("What belongs together is told once, then only where it grows graver."));

    public static readonly FieldText Mode = new("$.delivery.mode", Spoken.Of("Messages"));

    public static readonly FieldText Every = new(
        "$.delivery.every", Spoken.Of("A digest gathers for"),
        Spoken.Of("After the first of it, whatever its severity. Empty: 5 minutes."));

    public static readonly FieldText MostPerMinute = new(
        "$.delivery.mostPerMinute", Spoken.Of("Most messages a minute"),
        Spoken.Of("Beyond them what is below critical comes together, a minute later. Empty: 30 for mail and chats, else no limit."));

    public static readonly FieldText LatestOnly = new("$.delivery.latestOnly", Spoken.Of("After an outage of the receiver"));

    public static readonly FieldText Heartbeat = new(
        "$.delivery.heartbeat", Spoken.Of("Sign of life every"),
        Spoken.Of("Who misses it knows that alerts would not arrive either. Empty: none."));

    public static readonly FieldText Enabled = new(
        "$.enabled", Spoken.Of("Enabled"),
        Spoken.Of("A disabled one is sent what it missed when it is enabled."));

    public static readonly FieldText AllowUnknown = new(
        "$.allowUnknown", Spoken.Of("May name what is not there yet"),
        Spoken.Of("Regions and thresholds that nobody has reported from or made so far."));

    public static readonly FieldText Owner = new(
        "$.owner", Spoken.Of("Hand over to key"),
        Spoken.Of("Id of a key; empty: it stays whose it is."));

    public static IReadOnlyList<Choice<DeliveryMode>> Modes { get; } =
        [new(DeliveryMode.Each, Spoken.Of("one for each change")), new(DeliveryMode.Digest, Spoken.Of("one for all of a while"))];

    public static IReadOnlyList<Choice<bool?>> Outages { get; } =
        [new(null, Spoken.Of("as is usual for the channel")), new(true, Spoken.Of("the newest of each alert")), new(false,
            Spoken.Of("all that was missed"))];

    public static IReadOnlyList<Choice<Severity>> Severities { get; } = Choices<Severity>(
        static severity => severity == Alerting.Thresholds.Severity.Critical
            ? Spoken.Name(severity) : Spoken.Of("{0} and above", Spoken.Name(severity)));

    public static IReadOnlyList<Choice<AlertChange>> AllChanges { get; } = Choices<AlertChange>(Spoken.Name);

    public static IReadOnlyList<Choice<Redaction>> Redactions { get; } = Choices<Redaction>(Spoken.Name);

    private static IReadOnlyList<Choice<T>> Choices<T>(Func<T, string> words)
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => new Choice<T>(value, words(value)))];
}
