using Alerting.Alerts;
using Alerting.Console.Shown.Forms;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Console.Subscriptions;

/// <summary>What is said of the fields of a subscription, and of what may be chosen.</summary>
internal static class SubscriptionTexts
{
    public static readonly FieldText Name = new("$.name", "Name", "For people; the id where there is none.");

    public static readonly FieldText MinSeverity = new("$.minSeverity", "Severity");

    public static readonly FieldText Area = new("$.area", "Area",
        "Alerts with evidence there; where none of it has a known location, alerts of regions that meet the area.");

    public static readonly FieldText Thresholds = new("$.thresholds", "Thresholds, none for all");

    public static readonly FieldText Changes = new("$.changes", "What is told");

    public static readonly FieldText Redact = new("$.redact", "Left out of the evidence");

    public static readonly FieldText PerStory = new("$.delivery.perStory", "One alarm a story",
        "What belongs together is told once, then only where it grows graver.");

    public static readonly FieldText Mode = new("$.delivery.mode", "Messages");

    public static readonly FieldText Every = new("$.delivery.every", "A digest gathers for",
        "After the first of it, whatever its severity. Empty: 5 minutes.");

    public static readonly FieldText MostPerMinute = new("$.delivery.mostPerMinute", "Most messages a minute",
        "Beyond them what is below critical comes together, a minute later. Empty: 30 for mail and chats, else no limit.");

    public static readonly FieldText LatestOnly = new("$.delivery.latestOnly", "After an outage of the receiver");

    public static readonly FieldText Heartbeat = new("$.delivery.heartbeat", "Sign of life every",
        "Who misses it knows that alerts would not arrive either. Empty: none.");

    public static readonly FieldText Enabled = new("$.enabled", "Enabled", "A disabled one is sent what it missed when it is enabled.");

    public static readonly FieldText AllowUnknown = new("$.allowUnknown", "May name what is not there yet",
        "Regions and thresholds that nobody has reported from or made so far.");

    public static readonly FieldText Owner = new("$.owner", "Hand over to key", "Id of a key; empty: it stays whose it is.");

    public static IReadOnlyList<Choice<DeliveryMode>> Modes { get; } =
        [new(DeliveryMode.Each, "one for each change"), new(DeliveryMode.Digest, "one for all of a while")];

    public static IReadOnlyList<Choice<bool?>> Outages { get; } =
        [new(null, "as is usual for the channel"), new(true, "the newest of each alert"), new(false, "all that was missed")];

    public static IReadOnlyList<Choice<Severity>> Severities { get; } = Choices<Severity>(
        static severity => severity == Severity.Critical ? "" : " and above");

    public static IReadOnlyList<Choice<AlertChange>> AllChanges { get; } = Choices<AlertChange>();

    public static IReadOnlyList<Choice<Redaction>> Redactions { get; } = Choices<Redaction>();

    private static IReadOnlyList<Choice<T>> Choices<T>(Func<T, string>? more = null)
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => new Choice<T>(value, EnumNames.ToName(value) + more?.Invoke(value)))];
}
