using System.Globalization;
using System.Text.Json;
using Alerting.Alerts;
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
            writer.WriteString("type", TypeOf(message));
            writer.WriteString("timestamp", Instants.Format(message.Alert.UpdatedAt));
            if (!message.IsTest)
            {
                // As everywhere in the API, what there is none of is written as null.
                WriteNumber(writer, "sequence", message.Sequence);
                writer.WriteNumber("held", message.Held);
                writer.WriteString("reason", message.Reason);
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
            writer.WriteString("type", TypeOf(message));
            writer.WriteString("source", message.IsTest
                ? $"/subscriptions/{message.SubscriptionId}"
                : $"/regions/{Uri.EscapeDataString(message.Alert.Region.Code)}");
            if (!message.IsTest)
            {
                writer.WriteString("subject", message.Alert.AlertId);
            }

            writer.WriteString("time", Instants.Format(message.Alert.UpdatedAt));
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

            WriteData(writer, message);
            writer.WriteEndObject();
        }),
        CloudEvents);

    private static string TypeOf(NotificationMessage message) =>
        message.IsTest ? "subscription.test" : $"alert.{EnumNames.ToName(message.Alert.Change)}";

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

    /// <summary>The alert; of a test no more than whose it is.</summary>
    private static void WriteData(Utf8JsonWriter writer, NotificationMessage message)
    {
        writer.WritePropertyName("data");
        if (message.IsTest)
        {
            writer.WriteStartObject();
            writer.WriteString("subscriptionId", message.SubscriptionId);
            writer.WriteEndObject();
        }
        else
        {
            JsonSerializer.Serialize(writer, message.Alert, AlertJson.Wire.Alert);
        }
    }
}
