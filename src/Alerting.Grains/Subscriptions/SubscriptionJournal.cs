using System.Text.Json;
using Alerting.Notifications.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Subscriptions;

/// <summary>The state of a subscription with the events that are not in its log yet, and the stored form of both.</summary>
internal sealed class SubscriptionJournal(string id, ILogger logger)
{
    private List<SubscriptionEvent> _open = [];

    public SubscriptionState State { get; private set; } = new();

    /// <summary>Whether there are events that are not in the log yet.</summary>
    public bool HasOpen => _open.Count > 0;

    public void Raise(IReadOnlyList<SubscriptionEvent> events)
    {
        foreach (var change in events)
        {
            State.Apply(change);
            _open.Add(change);
            if (change is SubscriptionDisabled disabled)
            {
                SubscriptionLog.Disabled(logger, id, disabled.Reason);
            }
        }
    }

    public ReadOnlyMemory<byte> Seal()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(_open, SubscriptionJson.Default.ListSubscriptionEvent);
        _open = [];
        return bytes;
    }

    public ReadOnlyMemory<byte> Save() =>
        JsonSerializer.SerializeToUtf8Bytes(State.ToSnapshot(), SubscriptionJson.Default.SubscriptionSnapshot);

    public void Restore(ReadOnlySpan<byte> snapshot) =>
        State = SubscriptionState.FromSnapshot(JsonSerializer.Deserialize(snapshot, SubscriptionJson.Default.SubscriptionSnapshot)!);

    public void Replay(ReadOnlySpan<byte> entry) => Events(entry).ForEach(State.Apply);

    /// <summary>The events of an entry of the log.</summary>
    public static List<SubscriptionEvent> Events(ReadOnlySpan<byte> entry) =>
        JsonSerializer.Deserialize(entry, SubscriptionJson.Default.ListSubscriptionEvent)!;
}
