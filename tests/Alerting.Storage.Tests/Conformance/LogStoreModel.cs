using Alerting.Storage.Logs;

namespace Alerting.Storage.Tests.Conformance;

/// <summary>A log store as plainly as it can be said, to compare the real ones with.</summary>
internal sealed class LogStoreModel
{
    private readonly SortedDictionary<string, ModelLog> _logs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Sequence, byte[] State)> _snapshots = [];

    public IEnumerable<string> Names => _logs.Keys;

    public long Last(string log) => _logs.TryGetValue(log, out var state) ? state.Batches.Count : 0;

    public AppendResult Append(string log, long sequence, LogBatch batch, long? wakeAt)
    {
        var last = Last(log);
        if (sequence == last + 1)
        {
            if (!_logs.TryGetValue(log, out var created))
            {
                _logs[log] = created = new ModelLog();
            }

            created.Batches.Add(batch);
            created.WakeAt = wakeAt;
            return AppendResult.Stored;
        }

        if (sequence > last || sequence < _logs[log].First || _logs[log].Batches[(int)sequence - 1].Id != batch.Id)
        {
            return AppendResult.Refused;
        }

        if (sequence == last)
        {
            _logs[log].WakeAt = wakeAt;
        }

        return AppendResult.Stored;
    }

    public void SetWake(string log, long sequence, long? wakeAt)
    {
        if (sequence >= 1 && sequence == Last(log))
        {
            _logs[log].WakeAt = wakeAt;
        }
    }

    public void Trim(string log, long before)
    {
        if (_logs.TryGetValue(log, out var state))
        {
            state.First = Math.Max(state.First, Math.Min(before, state.Batches.Count));
        }
    }

    public void SaveSnapshot(string log, long sequence, byte[] state)
    {
        if (!_snapshots.TryGetValue(log, out var stored) || stored.Sequence <= sequence)
        {
            _snapshots[log] = (sequence, state);
        }
    }

    /// <summary>What reading gives as a line of text, so that two answers are easily compared and shown.</summary>
    public string Read(string log, long from)
    {
        var last = Last(log);
        if (from > last)
        {
            return "";
        }

        var first = _logs[log].First;
        return from < first
            ? $"trimmed to {first}"
            : string.Join(
                ' ', _logs[log].Batches.Skip((int)from - 1).Select((batch, index) => Show(from + index, batch.Id, batch.Payload)));
    }

    public string Snapshot(string log) =>
        _snapshots.TryGetValue(log, out var stored) ? $"{stored.Sequence}:{Convert.ToHexString(stored.State)}" : "";

    public IEnumerable<DueLog> Due(long before) => _logs
        .Where(log => log.Value.WakeAt <= before)
        .Select(log => new DueLog(log.Key, log.Value.WakeAt!.Value))
        .OrderBy(due => due.WakeAt).ThenBy(due => due.Log, StringComparer.Ordinal);

    /// <summary>The id of some batch of the log, for appends that repeat one.</summary>
    public Guid IdAt(string log, long sequence) =>
        sequence >= 1 && sequence <= Last(log) ? _logs[log].Batches[(int)sequence - 1].Id : Guid.Empty;

    public static string Show(long sequence, Guid id, ReadOnlyMemory<byte> payload) =>
        $"{sequence}:{id:N}:{Convert.ToHexString(payload.Span)}";

    private sealed class ModelLog
    {
        public List<LogBatch> Batches { get; } = [];

        public long First { get; set; } = 1;

        public long? WakeAt { get; set; }
    }
}
