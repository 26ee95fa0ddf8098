using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;

namespace Alerting.Notifications.Webhooks;

/// <summary>The id and the body of one webhook, the same on every try.</summary>
internal sealed record WebhookMessage(string Id, ReadOnlyMemory<byte> Body)
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"type":"alert.raised","timestamp":...,"data":{alert}}</c>, the timestamp being the revision's own.</summary>
    public static WebhookMessage Of(Alert alert) => new(
        $"{alert.AlertId}.{alert.Revision}",
        Write(
            $"alert.{EnumNames.ToName(alert.Change)}",
            alert.UpdatedAt,
            writer => JsonSerializer.Serialize(writer, alert, AlertJson.Wire.Alert)));

    /// <param name="subscriptionId">Sent as <c>data.subscriptionId</c>.</param>
    /// <param name="now">Makes the id unique.</param>
    public static WebhookMessage Test(string subscriptionId, DateTimeOffset now) => new(
        $"test.{subscriptionId}.{now.UtcTicks}",
        Write("subscription.test", now, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("subscriptionId", subscriptionId);
            writer.WriteEndObject();
        }));

    private static ReadOnlyMemory<byte> Write(string type, DateTimeOffset timestamp, Action<Utf8JsonWriter> writeData)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using var writer = new Utf8JsonWriter(buffer, s_options);
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("timestamp", Instants.Format(timestamp));
        writer.WritePropertyName("data");
        writeData(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
