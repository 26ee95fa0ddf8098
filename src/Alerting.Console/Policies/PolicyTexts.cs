using Alerting.Console.Shown.Forms;
using Alerting.Escalations;
using Alerting.Thresholds;

namespace Alerting.Console.Policies;

/// <summary>What is said of the fields of a policy, and of what may be chosen. Paths of fields of a step are those within it.</summary>
internal static class PolicyTexts
{
    public static readonly FieldText MinSeverity = new(
        "$.minSeverity", Spoken.Of("From severity"),
        Spoken.Of("Nobody is called of less grave alerts."));

    public static readonly FieldText Thresholds = new("$.thresholds", Spoken.Of("Thresholds, none for all"));

    public static readonly FieldText After = new(
        "$.after", Spoken.Of("After"),
        Spoken.Of("PT5M or 5 minutes, at most 7 days: since the step before, of the first since the alert was raised. PT0S: at once."));

    public static readonly FieldText Notify = new(
        "$.notify", Spoken.Of("Who is called"),
        Spoken.Of("A schedule (who is on call then), contacts, subscriptions (whose channel is used)."));

    public static readonly FieldText Repeat = new(
        "$.repeat", Spoken.Of("Gone through again"),
        Spoken.Of("How often, from the first step, while nobody acknowledges; 0 to 100. Empty: not at all."));

    public static IReadOnlyList<Choice<Severity>> Severities { get; } =
        [.. Enum.GetValues<Severity>().Select(static severity => new Choice<Severity>(severity, PolicyWords.From(severity)))];

    /// <summary>Whom a step may name.</summary>
    public static IReadOnlyList<Choice<string>> Targets(
        IEnumerable<string> schedules, IEnumerable<KeyValuePair<string, string>> contacts,
        IEnumerable<KeyValuePair<string, string>> subscriptions) =>
    [
        .. schedules.Select(static id => new Choice<string>(EscalationTargets.Schedule + id, Spoken.Of("who is on call of {0}", id))),
        .. contacts.Select(static contact => new Choice<string>(EscalationTargets.Contact + contact.Key, contact.Value)),
        .. subscriptions.Select(static one => new Choice<string>(EscalationTargets.Subscription + one.Key, one.Value)),
    ];
}
