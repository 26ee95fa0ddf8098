using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Secrets;

/// <summary>
/// Stores the settings of a channel encrypted as a whole, secrets, tokens and addresses alike (of some channels the address is
/// the secret): <c>{ "type": "webhook", "sealed": "..." }</c>. Reads those that were stored in the clear, too.
/// </summary>
internal sealed class SealedChannelConverter(ISecretProtector secrets) : JsonConverter<SubscriptionChannel>
{
    private const string TypeName = "type";
    private const string SealedName = "sealed";

    public override SubscriptionChannel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonElement.ParseValue(ref reader);
        if (!stored.TryGetProperty(SealedName, out var member))
        {
            return stored.Deserialize(SubscriptionJson.Default.SubscriptionChannel)!;
        }

        var sealedText = member.GetString()!;
        return secrets.Unprotect(sealedText) is { } text
            ? JsonSerializer.Deserialize(text, SubscriptionJson.Default.SubscriptionChannel)!
            : new SubscriptionChannel { Type = stored.GetProperty(TypeName).GetString()!, Url = "", Unreadable = sealedText };
    }

    public override void Write(Utf8JsonWriter writer, SubscriptionChannel value, JsonSerializerOptions options)
    {
        // What could not be read stays as it was stored: the key may come back.
        var sealedText = value.Unreadable
            ?? secrets.Protect(JsonSerializer.Serialize(value, SubscriptionJson.Default.SubscriptionChannel));
        writer.WriteStartObject();
        writer.WriteString(TypeName, value.Type);
        writer.WriteString(SealedName, sealedText);
        writer.WriteEndObject();
    }
}
