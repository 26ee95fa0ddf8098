using Alerting.Grains.Alerts;
using Alerting.Notifications.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Subscriptions;

/// <summary>The state of a subscription with the events that are not in its log yet, and the stored form of both.</summary>
internal sealed class SubscriptionJournal(string id, SubscriptionFormat format, ILogger logger) : ILedgerCursor
{
    private List<SubscriptionEvent> _open = [];

    public SubscriptionState State { get; private set; } = new();

    /// <summary>Whether there are events that are not in the log yet.</summary>
    public bool HasOpen => _open.Count > 0;

    long ILedgerCursor.ScannedTo => State.ScannedTo;

    bool ILedgerCursor.HasRoomFor(int count) => State.IsActive && State.Capacity >= count;

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
        var bytes = format.Write(_open);
        _open = [];
        return bytes;
    }

    public ReadOnlyMemory<byte> Save() => format.Write(State.ToSnapshot());

    public void Restore(ReadOnlySpan<byte> snapshot) => State = SubscriptionState.FromSnapshot(format.ReadSnapshot(snapshot));

    public void Replay(ReadOnlySpan<byte> entry) => format.ReadEvents(entry).ForEach(State.Apply);
}
