using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;

namespace Alerting.Notifications.Webhooks;

/// <summary>What Prometheus Alertmanager posts to its webhook receivers, version 4: each alert is a group by itself.</summary>
internal static class AlertmanagerBody
{
    private const string NotEnded = "0001-01-01T00:00:00Z";

    /// <param name="message">What is told.</param>
    /// <param name="text">It in words.</param>
    /// <param name="options">Where links lead.</param>
    public static WebhookBody Of(NotificationMessage message, RenderedText text, NotificationOptions options)
    {
        var alert = message.Alert;
        var status = alert.Status == AlertStatus.Open ? "firing" : "resolved";
        return new WebhookBody(JsonBody.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version", "4");
            writer.WriteString("groupKey", $"{{}}:{{alertId=\"{alert.AlertId}\"}}");
            writer.WriteNumber("truncatedAlerts", 0);
            writer.WriteString("status", status);
            writer.WriteString("receiver", message.SubscriptionId);
            WriteMap(writer, "groupLabels", [("alertId", alert.AlertId)]);
            WriteMap(writer, "commonLabels", Labels(message));
            WriteMap(writer, "commonAnnotations", Annotations(message, text));
            writer.WriteString("externalURL", options.LinkTo("") ?? "");
            writer.WriteStartArray("alerts");
            writer.WriteStartObject();
            writer.WriteString("status", status);
            WriteMap(writer, "labels", Labels(message));
            WriteMap(writer, "annotations", Annotations(message, text));
            writer.WriteString("startsAt", Instants.Format(alert.RaisedAt));
            writer.WriteString("endsAt", alert.EndedAt is { } ended ? Instants.Format(ended) : status == "firing" ? NotEnded
                : Instants.Format(alert.UpdatedAt));
            writer.WriteString("generatorURL", text.Link ?? "");
            writer.WriteString("fingerprint", Fingerprint(alert.AlertId));
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }), "application/json");
    }

    private static IEnumerable<(string Name, string Value)> Labels(NotificationMessage message)
    {
        var alert = message.Alert;
        yield return ("alertname", alert.Threshold.Id);
        yield return ("alertId", alert.AlertId);
        yield return ("region", alert.Region.Code);
        yield return ("severity", EnumNames.ToName(alert.Severity));
        if (message.IsTest)
        {
            yield return ("test", "true");
        }
    }

    private static IEnumerable<(string Name, string Value)> Annotations(NotificationMessage message, RenderedText text)
    {
        yield return ("summary", text.Title);
        yield return ("description", text.Text);
        yield return ("regionName", message.Alert.Region.Name);
        yield return ("change", EnumNames.ToName(message.Alert.Change));
        if (message.Sequence is { } sequence)
        {
            yield return ("sequence", sequence.ToString(CultureInfo.InvariantCulture));
        }

        if (message.Held > 0)
        {
            yield return ("held", message.Held.ToString(CultureInfo.InvariantCulture));
        }

        if (message.Reason is { } reason)
        {
            yield return ("reason", reason);
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, string name, IEnumerable<(string Name, string Value)> values)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static string Fingerprint(string alertId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alertId)).AsSpan(0, 8));
}
