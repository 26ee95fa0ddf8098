using System.Text.Json;
using Alerting.Grains.Alerts;
using Alerting.Notifications.Escalations;

namespace Alerting.Grains.Escalations;

/// <summary>The state of all escalations with the events that are not in their log yet, and the stored form of both.</summary>
internal sealed class EscalationJournal : ILedgerCursor
{
    private List<EscalationEvent> _open = [];

    public EscalationState State { get; private set; } = new();

    /// <summary>Whether there are events that are not in the log yet.</summary>
    public bool HasOpen => _open.Count > 0;

    long ILedgerCursor.ScannedTo => State.ScannedTo;

    bool ILedgerCursor.HasRoomFor(int count) => State.Follows;

    public void Raise(IReadOnlyList<EscalationEvent> events)
    {
        foreach (var change in events)
        {
            State.Apply(change);
            _open.Add(change);
        }
    }

    public ReadOnlyMemory<byte> Seal()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(_open, EscalationJson.Default.ListEscalationEvent);
        _open = [];
        return bytes;
    }

    public ReadOnlyMemory<byte> Save() =>
        JsonSerializer.SerializeToUtf8Bytes(State.ToSnapshot(), EscalationJson.Default.EscalationSnapshot);

    public void Restore(ReadOnlySpan<byte> snapshot) =>
        State = EscalationState.FromSnapshot(JsonSerializer.Deserialize(snapshot, EscalationJson.Default.EscalationSnapshot)!);

    public void Replay(ReadOnlySpan<byte> entry) => Read(entry).ForEach(State.Apply);

    /// <summary>The latest instant in an entry of the log, UTC ticks; null when it contains none.</summary>
    public static long? RecordedAt(ReadOnlySpan<byte> entry) => Read(entry).Max(static change => change switch
    {
        StepCalled e => e.At,
        StepUnreached e => e.At,
        RunStarted e => e.At,
        RunStopped e => e.Now,
        CallDelivered e => e.At,
        CallFailed e => e.At,
        CallsReleased e => e.At,
        _ => (long?)null,
    });

    private static List<EscalationEvent> Read(ReadOnlySpan<byte> entry) =>
        JsonSerializer.Deserialize(entry, EscalationJson.Default.ListEscalationEvent)!;
}
