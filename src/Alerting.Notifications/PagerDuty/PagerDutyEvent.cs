using System.Text.Json;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;
using Alerting.Thresholds;

namespace Alerting.Notifications.PagerDuty;

/// <summary>An event that triggers, acknowledges or resolves the incident of an alert.</summary>
internal static class PagerDutyEvent
{
    private const int MaxSummary = 1_024;
    private const int MaxText = 10_000;

    public static ReadOnlyMemory<byte> Of(string routingKey, AlertNotification message, RenderedText text) => JsonBody.Write(writer =>
    {
        var alert = message.Alert;
        writer.WriteStartObject();
        writer.WriteString("routing_key", routingKey);
        writer.WriteString("event_action", ActionOf(message));
        writer.WriteString("dedup_key", alert.AlertId);
        writer.WriteString("client", "Alerting");
        if (text.Link is not null)
        {
            writer.WriteString("client_url", text.Link);
            writer.WriteStartArray("links");
            writer.WriteStartObject();
            writer.WriteString("href", text.Link);
            writer.WriteString("text", text.Language.Open);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteStartObject("payload");
        writer.WriteString("summary", TextLimit.Cut(text.Title, MaxSummary));
        writer.WriteString("source", alert.Region.Code);
        writer.WriteString("severity", SeverityOf(alert.Severity));
        writer.WriteString("timestamp", Instants.Format(alert.UpdatedAt));
        writer.WriteString("component", alert.Threshold.Id);
        writer.WriteString("class", EnumNames.ToName(alert.Measure.Name));
        writer.WriteStartObject("custom_details");
        writer.WriteBoolean("test", message.IsTest);
        writer.WriteString("text", TextLimit.Cut(text.Text, MaxText, text.Link));
        writer.WriteString("region", alert.Region.Name);
        writer.WriteNumber("value", alert.Measure.Value);
        writer.WriteNumber("threshold", alert.Measure.AtLeast);
        writer.WriteNumber("revision", alert.Revision);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string ActionOf(AlertNotification message) =>
        message.Alert.Status != AlertStatus.Open ? "resolve"
        : message is { Escalation.Message: EscalationMessage.Acknowledged }
            or { Escalation: null, Alert.Change: AlertChange.Acknowledged } ? "acknowledge"
        : "trigger";

    private static string SeverityOf(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.Severe => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
