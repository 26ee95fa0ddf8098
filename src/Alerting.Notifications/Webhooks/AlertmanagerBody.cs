using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Notifications.Texts;

namespace Alerting.Notifications.Webhooks;

/// <summary>
/// What Prometheus Alertmanager posts to its webhook receivers, version 4. Each alert is a group by itself, a digest is one of all its
/// alerts; a heartbeat is an alert that always fires, as the watchdog of Prometheus does.
/// </summary>
internal static class AlertmanagerBody
{
    private const string NotEnded = "0001-01-01T00:00:00Z";
    private const string Firing = "firing";

    /// <param name="message">What is told.</param>
    /// <param name="texts">Puts it into words.</param>
    /// <param name="options">Where links lead.</param>
    public static WebhookBody Of(NotificationMessage message, MessageTexts texts, NotificationOptions options)
    {
        List<Item> items = message switch
        {
            AlertNotification alert => [Item.Of(alert, texts)],
            DigestNotification digest => [.. digest.Each().Select(alert => Item.Of(alert, texts))],
            _ => [Item.Of(message, texts)],
        };
        var group = message is AlertNotification { Alert.AlertId: var alertId } ? ("alertId", alertId)
            : message is DigestNotification ? ("digest", message.Id)
            : ("alertname", Item.Heartbeat);
        return new WebhookBody(JsonBody.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version", "4");
            writer.WriteString("groupKey", $"{{}}:{{{group.Item1}=\"{group.Item2}\"}}");
            writer.WriteNumber("truncatedAlerts", 0);
            writer.WriteString("status", items.Exists(static item => item.Status == Firing) ? Firing : "resolved");
            writer.WriteString("receiver", message.SubscriptionId);
            WriteMap(writer, "groupLabels", [group]);
            WriteMap(writer, "commonLabels", items is [var single] ? single.Labels : []);
            WriteMap(writer, "commonAnnotations", [.. items is [var one] ? one.Annotations : [], .. Delivery(message)]);
            writer.WriteString("externalURL", options.LinkTo("") ?? "");
            writer.WriteStartArray("alerts");
            foreach (var item in items)
            {
                Write(writer, item, items.Count == 1 ? Delivery(message) : []);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }), "application/json");
    }

    private static void Write(Utf8JsonWriter writer, Item item, IEnumerable<(string Name, string Value)> delivery)
    {
        writer.WriteStartObject();
        writer.WriteString("status", item.Status);
        WriteMap(writer, "labels", item.Labels);
        WriteMap(writer, "annotations", [.. item.Annotations, .. delivery]);
        writer.WriteString("startsAt", Instants.Format(item.StartsAt));
        writer.WriteString("endsAt", item.EndsAt is { } end ? Instants.Format(end) : NotEnded);
        writer.WriteString("generatorURL", item.Link ?? "");
        writer.WriteString("fingerprint", Fingerprint(item.Identity));
        writer.WriteEndObject();
    }

    /// <summary>What the message has beside what it tells.</summary>
    private static IEnumerable<(string Name, string Value)> Delivery(NotificationMessage message)
    {
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

        if (message is AlertNotification { Escalation: { } note })
        {
            yield return ("policy", note.Policy);
            if (note.Step is { } step)
            {
                yield return ("step", step.ToString(CultureInfo.InvariantCulture));
            }
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

    private static string Fingerprint(string identity) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 8));

    /// <summary>One of the alerts in the message, as Alertmanager has them.</summary>
    /// <param name="Identity">The same in all messages about it.</param>
    private sealed record Item(
        string Identity, string Status, IReadOnlyList<(string Name, string Value)> Labels,
        IReadOnlyList<(string Name, string Value)> Annotations, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string? Link)
    {
        public const string Heartbeat = "Heartbeat";

        public static Item Of(AlertNotification message, MessageTexts texts)
        {
            var alert = message.Alert;
            var text = texts.Render(message, null);
            var isOpen = alert.Status == AlertStatus.Open;
            List<(string, string)> labels =
            [
                ("alertname", alert.Threshold.Id), ("alertId", alert.AlertId), ("region", alert.Region.Code),
                ("severity", EnumNames.ToName(alert.Severity)),
            ];
            if (message.IsTest)
            {
                labels.Add(("test", "true"));
            }

            return new Item(
                alert.AlertId,
                isOpen ? Firing : "resolved",
                labels,
                [
                    ("summary", text.Title), ("description", text.Text), ("regionName", alert.Region.Name),
                    ("change", EnumNames.ToName(alert.Change)),
                ],
                alert.RaisedAt,
                alert.EndedAt ?? (isOpen ? null : alert.UpdatedAt),
                text.Link);
        }

        public static Item Of(NotificationMessage message, MessageTexts texts)
        {
            var text = texts.Render(message, null);
            return new Item(
                $"heartbeat.{message.SubscriptionId}",
                Firing,
                [("alertname", Heartbeat), ("severity", "none")],
                [("summary", text.Title), ("description", text.Text)],
                message.At,
                null,
                text.Link);
        }
    }
}
