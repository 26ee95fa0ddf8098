using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Tests.Logs;

/// <summary>A log store that fails, hesitates or loses answers when a test says so, log by log.</summary>
internal sealed class FaultyLogStore(ILogStore inner) : ILogStore
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _faults = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();
    private readonly ConcurrentQueue<string> _appends = new();
    private readonly ConcurrentDictionary<string, (long After, Task Until)> _pauses = new();

    private enum Fault
    {
        Unavailable,
        LostAnswer,
        LostRequest,
    }

    /// <summary>Fails every snapshot of logs whose names start like this.</summary>
    public string? NoSnapshotsOf { get; set; }

    /// <summary>Appends that have reached the store, repeated ones included.</summary>
    public int AppendsOf(string log) => _appends.Count(a => a == log);

    /// <summary>The next appends of the log are not stored and say so.</summary>
    public void FailNext(string log, int count = 1) => Add(log, Fault.Unavailable, count);

    /// <summary>The next appends of the log are stored, but nobody knows.</summary>
    public void LoseAnswer(string log, int count = 1) => Add(log, Fault.LostAnswer, count);

    /// <summary>The next appends of the log are not stored, but nobody knows.</summary>
    public void LoseRequest(string log, int count = 1) => Add(log, Fault.LostRequest, count);

    /// <summary>Appends of the log wait until <see cref="Release"/>.</summary>
    public void Hold(string log) => _held[log] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release(string log)
    {
        if (_held.TryRemove(log, out var held))
        {
            held.SetResult();
        }
    }

    public async Task<AppendResult> AppendAsync(
        string log, long sequence, LogBatch batch, long? wakeAt, CancellationToken cancellationToken)
    {
        _appends.Enqueue(log);
        if (_held.TryGetValue(log, out var held))
        {
            await held.Task;
        }

        if (!_faults.TryGetValue(log, out var faults) || !faults.TryDequeue(out var fault))
        {
            return await inner.AppendAsync(log, sequence, batch, wakeAt, cancellationToken);
        }

        if (fault == Fault.Unavailable)
        {
            throw new LogStoreUnavailableException("The store cannot be reached.");
        }

        if (fault == Fault.LostAnswer)
        {
            await inner.AppendAsync(log, sequence, batch, wakeAt, cancellationToken);
        }

        throw new LogOutcomeUnknownException("The answer was lost.");
    }

    /// <summary>Who reads the log gets no further than this entry until the task completes, or fails with it.</summary>
    public void PauseReading(string log, long afterSequence, Task until) => _pauses[log] = (afterSequence, until);

    public async IAsyncEnumerable<LogEntry> ReadAsync(
        string log, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in inner.ReadAsync(log, fromSequence, cancellationToken))
        {
            yield return entry;
            if (_pauses.TryGetValue(log, out var pause) && entry.Sequence == pause.After)
            {
                await pause.Until.WaitAsync(cancellationToken);
            }
        }
    }

    public Task<long> LastSequenceAsync(string log, CancellationToken cancellationToken) => inner.LastSequenceAsync(log, cancellationToken);

    public Task SaveSnapshotAsync(string log, long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        NoSnapshotsOf is { } prefix && log.StartsWith(prefix, StringComparison.Ordinal)
            ? throw new LogStoreUnavailableException("The store cannot be reached.")
            : inner.SaveSnapshotAsync(log, sequence, state, cancellationToken);

    public Task<LogSnapshot?> ReadSnapshotAsync(string log, CancellationToken cancellationToken) =>
        inner.ReadSnapshotAsync(log, cancellationToken);

    public Task RemoveSnapshotAsync(string log, CancellationToken cancellationToken) => inner.RemoveSnapshotAsync(log, cancellationToken);

    public IAsyncEnumerable<SnapshotName> ListSnapshotsAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListSnapshotsAsync(prefix, cancellationToken);

    public Task TrimAsync(string log, long beforeSequence, CancellationToken cancellationToken) =>
        inner.TrimAsync(log, beforeSequence, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, cancellationToken);

    public Task<IReadOnlyList<DueLog>> DueAsync(long before, int limit, CancellationToken cancellationToken) =>
        inner.DueAsync(before, limit, cancellationToken);

    public Task SetWakeAsync(string log, long sequence, long? wakeAt, CancellationToken cancellationToken) =>
        inner.SetWakeAsync(log, sequence, wakeAt, cancellationToken);

    private void Add(string log, Fault fault, int count)
    {
        var faults = _faults.GetOrAdd(log, _ => new ConcurrentQueue<Fault>());
        for (var i = 0; i < count; i++)
        {
            faults.Enqueue(fault);
        }
    }
}
