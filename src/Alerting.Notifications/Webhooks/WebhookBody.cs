using System.Globalization;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Json;
using Alerting.Notifications.Http;
using Alerting.Notifications.Messages;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Webhooks;

/// <summary>The body of one webhook, the same on every try.</summary>
/// <param name="Content">What is posted and signed.</param>
/// <param name="MediaType">Its content type.</param>
internal sealed record WebhookBody(ReadOnlyMemory<byte> Content, string MediaType)
{
    private const string Json = "application/json";
    private const string CloudEvents = "application/cloudevents+json";

    /// <summary><c>{"type":"alert.raised","timestamp":...,"data":{alert}}</c>, the timestamp being the revision's own.</summary>
    public static WebhookBody Native(NotificationMessage message) => new(
        JsonBody.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", message.Type);
            writer.WriteString("timestamp", Instants.Format(message.At));
            if (!message.IsTest)
            {
                // As everywhere in the API, what there is none of is written as null.
                WriteNumber(writer, "sequence", message.Sequence);
                writer.WriteNumber("held", message.Held);
                writer.WriteString("reason", message.Reason);
            }

            if (message is AlertNotification { Escalation: { } note })
            {
                writer.WritePropertyName("escalation");
                JsonSerializer.Serialize(writer, note, AlertJson.Wire.EscalationNote);
            }

            WriteData(writer, message);
            writer.WriteEndObject();
        }),
        Json);

    /// <summary>A CloudEvent 1.0 in structured JSON, of the region in which the alert is.</summary>
    public static WebhookBody CloudEvent(NotificationMessage message) => new(
        JsonBody.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", message.Id);
            writer.WriteString("type", message.Type);
            if (message is AlertNotification { IsTest: false, Alert: var alert })
            {
                writer.WriteString("source", $"/regions/{Uri.EscapeDataString(alert.Region.Code)}");
                writer.WriteString("subject", alert.AlertId);
            }
            else
            {
                writer.WriteString("source", $"/subscriptions/{message.SubscriptionId}");
            }

            writer.WriteString("time", Instants.Format(message.At));
            writer.WriteString("datacontenttype", Json);
            if (message.Sequence is { } sequence)
            {
                // The extension "sequence" of CloudEvents has it as a text.
                writer.WriteString("sequence", sequence.ToString(CultureInfo.InvariantCulture));
            }

            if (message.Held > 0)
            {
                writer.WriteNumber("held", message.Held);
            }

            if (message.Reason is { } reason)
            {
                writer.WriteString("reason", reason);
            }

            if (message is AlertNotification { Escalation: { } note })
            {
                WriteExtensions(writer, note);
            }

            WriteData(writer, message);
            writer.WriteEndObject();
        }),
        CloudEvents);

    /// <summary>As attributes of CloudEvents are: of simple types, and left out where there is none.</summary>
    private static void WriteExtensions(Utf8JsonWriter writer, EscalationNote note)
    {
        writer.WriteString("policy", note.Policy);
        writer.WriteNumber("run", note.Run);
        if (note is { Round: { } round, Step: { } step })
        {
            writer.WriteNumber("round", round);
            writer.WriteNumber("step", step);
        }

        writer.WriteBoolean("late", note.Late);
        if (note.Unreached is { } unreached)
        {
            writer.WriteNumber("unreached", unreached);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>What is told; of a test no more than whose it is.</summary>
    private static void WriteData(Utf8JsonWriter writer, NotificationMessage message)
    {
        writer.WritePropertyName("data");
        switch (message)
        {
            case AlertNotification { IsTest: false, Alert: var alert }:
                JsonSerializer.Serialize(writer, alert, AlertJson.Wire.Alert);
                break;
            case DigestNotification digest:
                WriteDigest(writer, digest);
                break;
            default:
                writer.WriteStartObject();
                writer.WriteString("subscriptionId", message.SubscriptionId);
                if (message is HeartbeatNotification heartbeat)
                {
                    writer.WriteString("interval", heartbeat.Interval.ToString());
                }

                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteDigest(Utf8JsonWriter writer, DigestNotification digest)
    {
        writer.WriteStartObject();
        writer.WriteString("subscriptionId", digest.SubscriptionId);
        writer.WriteBoolean("storm", digest.Exceeded is not null);
        writer.WriteNumber("alertsCount", digest.Alerts.Count);
        writer.WriteNumber("revisionsCount", digest.Revisions);
        writer.WriteStartArray("alerts");
        foreach (var alert in digest.Alerts)
        {
            JsonSerializer.Serialize(writer, alert, AlertJson.Wire.Alert);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
