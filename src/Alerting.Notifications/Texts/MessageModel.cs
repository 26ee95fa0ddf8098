using System.Globalization;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Messages;

namespace Alerting.Notifications.Texts;

/// <summary>
/// What templates can see: what the subscription is told of the alert, under the names of its JSON, instants and spans of time as
/// people read them, and <c>words</c> in the language. Nothing of the channel, whose settings are secret.
/// </summary>
internal static class MessageModel
{
    /// <summary>Items of the evidence that are shown; the link leads to all of them.</summary>
    public const int MaxEvidence = 10;

    private const int MaxLength = 4_000;

    public static Dictionary<string, object?> Of(AlertNotification message, Language language, string? link)
    {
        var alert = message.Alert;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["test"] = message.IsTest,
            ["subscription"] = message.SubscriptionId,
            ["alertId"] = alert.AlertId,
            ["revision"] = alert.Revision,
            ["seq"] = alert.Seq,
            ["change"] = EnumNames.ToName(alert.Change),
            ["status"] = EnumNames.ToName(alert.Status),
            ["severity"] = EnumNames.ToName(alert.Severity),
            ["reason"] = Text(alert.Reason),
            ["explanation"] = Text(alert.Explanation),
            ["threshold"] = Object(("id", alert.Threshold.Id), ("version", alert.Threshold.Version), ("name", alert.Threshold.Name)),
            ["region"] = Object(("code", alert.Region.Code), ("name", alert.Region.Name), ("parent", alert.Region.Parent)),
            ["measure"] = Object(
                ("name", EnumNames.ToName(alert.Measure.Name)), ("value", Number(alert.Measure.Value)),
                ("certain", Number(alert.Measure.Certain)), ("atLeast", Number(alert.Measure.AtLeast)),
                ("window", alert.Measure.Window is { } window ? language.Span(window.Value) : null),
                ("from", Instant(alert.Measure.From)), ("to", Instant(alert.Measure.To))),
            ["towns"] = alert.Towns,
            ["townsCount"] = alert.TownsCount,
            ["evidence"] = alert.Evidence.Take(MaxEvidence).Select(Item).ToArray(),
            ["evidenceCount"] = alert.EvidenceCount,
            ["raisedAt"] = Instant(alert.RaisedAt),
            ["updatedAt"] = Instant(alert.UpdatedAt),
            ["endedAt"] = Instant(alert.EndedAt),
            ["acknowledged"] = alert.Acknowledged is { } seen
                ? Object(("by", seen.By), ("at", Instant(seen.At)), ("note", Text(seen.Note)))
                : null,
            ["sequence"] = message.Sequence,
            ["held"] = message.Held,
            ["silenceEnded"] = message.Reason == HeldReleases.SilenceEnded,
            ["inhibitionEnded"] = message.Reason == HeldReleases.InhibitionEnded,
            ["link"] = link,
            ["words"] = Object(
                ("severity", language.Severities[alert.Severity]), ("change", language.Changes[alert.Change]),
                ("measure", language.Measures[alert.Measure.Name])),
        };
    }

    /// <summary>What the template of messages of an escalation can see.</summary>
    public static Dictionary<string, object?> Of(EscalationNote note, Alert alert) => Object(
        ("call", note.Message == EscalationMessage.Call),
        ("acknowledged", note.Message == EscalationMessage.Acknowledged),
        ("by", alert.Acknowledged?.By),
        ("policy", note.Policy),
        ("round", note.Round),
        ("step", note.Step),
        ("dueAt", Instant(note.DueAt)),
        ("late", note.Late),
        ("unreached", note.Unreached));

    /// <summary>What the template of a digest can see.</summary>
    /// <param name="titles">Of each alert, its title.</param>
    public static Dictionary<string, object?> Of(DigestNotification message, Language language, IReadOnlyList<string> titles) => Object(
        ("subscription", message.SubscriptionId),
        ("severity", language.Severities[message.Gravest]),
        ("count", message.Alerts.Count),
        ("revisions", message.Revisions),
        ("exceeded", message.Exceeded),
        ("held", message.Held),
        ("titles", titles));

    /// <summary>What the template of a heartbeat can see.</summary>
    public static Dictionary<string, object?> Of(HeartbeatNotification message, Language language) => Object(
        ("subscription", message.SubscriptionId),
        ("at", Instant(message.At)),
        ("interval", language.Span(message.Interval.Value)),
        ("sequence", message.Sequence));

    /// <summary>As messages write it: to the minute, UTC.</summary>
    public static string? Instant(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>As messages write it: with at most two decimals.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static Dictionary<string, object?> Item(EvidenceItem item) => Object(
        ("incidentId", item.IncidentId), ("region", item.Region), ("kind", item.Kind), ("town", item.Town),
        ("occurredAt", Instant(item.OccurredAt)), ("killed", item.Killed), ("wounded", item.Wounded),
        ("sources", item.Sources), ("sourcesCount", item.SourcesCount), ("summary", item.Summary), ("url", item.Url));

    private static Dictionary<string, object?> Object(params (string Name, object? Value)[] members) =>
        members.ToDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal);

    private static string? Text(string? text) => text is null ? null : TextLimit.Cut(text, MaxLength);
}
