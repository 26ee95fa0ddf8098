using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alerting.Notifications.Secrets;

namespace Alerting.Notifications.Subscriptions;

/// <summary>How the events and the snapshots of subscriptions are stored: as JSON, with the settings of channels encrypted.</summary>
internal sealed class SubscriptionFormat
{
    private readonly JsonTypeInfo<List<SubscriptionEvent>> _events;
    private readonly JsonTypeInfo<SubscriptionSnapshot> _snapshot;

    public SubscriptionFormat(ISecretProtector secrets)
    {
        var options = new JsonSerializerOptions(SubscriptionJson.Default.Options) { TypeInfoResolver = SubscriptionJson.Default };
        options.Converters.Add(new SealedChannelConverter(secrets));
        _events = (JsonTypeInfo<List<SubscriptionEvent>>)options.GetTypeInfo(typeof(List<SubscriptionEvent>));
        _snapshot = (JsonTypeInfo<SubscriptionSnapshot>)options.GetTypeInfo(typeof(SubscriptionSnapshot));
    }

    public byte[] Write(List<SubscriptionEvent> events) => JsonSerializer.SerializeToUtf8Bytes(events, _events);

    public byte[] Write(SubscriptionSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, _snapshot);

    public List<SubscriptionEvent> ReadEvents(ReadOnlySpan<byte> stored) => JsonSerializer.Deserialize(stored, _events)!;

    public SubscriptionSnapshot ReadSnapshot(ReadOnlySpan<byte> stored) => JsonSerializer.Deserialize(stored, _snapshot)!;
}
