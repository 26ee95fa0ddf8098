using System.Runtime.CompilerServices;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Tests.Logs;

/// <summary>A log store that lives as long as the test, across silos.</summary>
internal sealed class InMemoryLogStore : ILogStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Log> _logs = new(StringComparer.Ordinal);

    /// <summary>The clock of the store's machine; null where it has none of its own.</summary>
    public Func<DateTimeOffset>? UtcNow { get; set; }

    public Task<DateTimeOffset?> GetUtcNowAsync(CancellationToken cancellationToken) => Task.FromResult(UtcNow?.Invoke());

    public Task<AppendResult> AppendAsync(string log, long sequence, LogBatch batch, long? wakeAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var stored = LogOf(log);
            if (sequence <= stored.Entries.Count)
            {
                return Task.FromResult(stored.Entries[(int)sequence - 1].BatchId == batch.Id ? AppendResult.Stored : AppendResult.Refused);
            }

            if (sequence != stored.Entries.Count + 1)
            {
                return Task.FromResult(AppendResult.Refused);
            }

            stored.Entries.Add(new LogEntry(sequence, batch.Id, batch.Payload.ToArray()));
            stored.WakeAt = wakeAt;
            return Task.FromResult(AppendResult.Stored);
        }
    }

    public async IAsyncEnumerable<LogEntry> ReadAsync(
        string log, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var sequence = fromSequence; ; sequence++)
        {
            LogEntry entry;
            lock (_lock)
            {
                var entries = LogOf(log).Entries;
                if (sequence > entries.Count)
                {
                    yield break;
                }

                entry = entries[(int)sequence - 1];
            }

            await Task.Yield();
            yield return entry;
        }
    }

    public Task<long> LastSequenceAsync(string log, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult((long)LogOf(log).Entries.Count);
        }
    }

    public Task SaveSnapshotAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var stored = LogOf(log);
            if (stored.Snapshot is null || stored.Snapshot.Sequence <= sequence)
            {
                stored.Snapshot = new LogSnapshot(sequence, state.ToArray());
            }
        }

        return Task.CompletedTask;
    }

    public Task<LogSnapshot?> ReadSnapshotAsync(string log, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(LogOf(log).Snapshot);
        }
    }

    public Task RemoveSnapshotAsync(string log, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            LogOf(log).Snapshot = null;
        }

        return Task.CompletedTask;
    }

    /// <summary>Names of the snapshots that begin like this.</summary>
    public IReadOnlyList<string> SnapshotsOf(string prefix)
    {
        lock (_lock)
        {
            return
            [
                .. _logs.Where(l => l.Value.Snapshot is not null && l.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l.Key)
            ];
        }
    }

    public async IAsyncEnumerable<SnapshotName> ListSnapshotsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in SnapshotsOf(prefix))
        {
            if (await ReadSnapshotAsync(name, cancellationToken) is { } snapshot)
            {
                yield return new SnapshotName(name, snapshot.Sequence);
            }
        }
    }

    public Task TrimAsync(string log, long beforeSequence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> names;
        lock (_lock)
        {
            names =
                [.. _logs.Where(l => l.Value.Entries.Count > 0 && l.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l.Key)];
        }

        foreach (var name in names)
        {
            await Task.Yield();
            yield return name;
        }
    }

    public Task<IReadOnlyList<DueLog>> DueAsync(long before, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DueLog>>(_logs.Where(l => l.Value.WakeAt <= before)
                .Select(l => new DueLog(l.Key, l.Value.WakeAt!.Value))
                .OrderBy(d => d.WakeAt)
                .Take(limit)
                .ToList());
        }
    }

    public Task SetWakeAsync(string log, long sequence, long? wakeAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (LogOf(log).Entries.Count == sequence)
            {
                LogOf(log).WakeAt = wakeAt;
            }
        }

        return Task.CompletedTask;
    }

    public long? WakeOf(string log)
    {
        lock (_lock)
        {
            return LogOf(log).WakeAt;
        }
    }

    private Log LogOf(string name) => _logs.TryGetValue(name, out var log) ? log : _logs[name] = new Log();

    private sealed class Log
    {
        public List<LogEntry> Entries { get; } = [];

        public LogSnapshot? Snapshot { get; set; }

        public long? WakeAt { get; set; }
    }
}
