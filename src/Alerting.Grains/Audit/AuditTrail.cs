using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Audit;

/// <summary>
/// The records of one log: stored with the changes that they tell of, and then forwarded to the audit log until that has
/// them. They are read from the log itself, so that nothing can be in the audit log that is not durable.
/// </summary>
internal sealed class AuditTrail : ILogHandler<IReadOnlyList<AuditBatch>>
{
    private const int MaxBatches = 100;
    private const int MaxBytes = 1 << 20;

    private readonly LogServices _log;
    private readonly IAuditGrain _audit;
    private readonly CancellationToken _stopping;
    private readonly LogFollower<IReadOnlyList<AuditBatch>> _follower;

    /// <summary>Sequences of entries whose records the audit log may not have; the last one may not be durable yet.</summary>
    private readonly SortedSet<long> _pending = [];

    private List<AuditRecord> _open = [];
    private long _durable;

    /// <summary>Completes when the audit log has taken more; null while nobody waits for that.</summary>
    private TaskCompletionSource? _taken;

    public AuditTrail(LogServices log, IAuditGrain audit, Backoff backoff, CancellationToken stopping)
    {
        (_log, _audit, _stopping) = (log, audit, stopping);
        _follower = new(log.Name, this, backoff, log.Logger, stopping);
    }

    public string Consumer => "the audit log";

    /// <summary>Whether records have been added that no entry holds yet.</summary>
    public bool HasOpen => _open.Count > 0;

    /// <summary>Whether there are records that the audit log may not have.</summary>
    public bool IsBehind => HasOpen || _pending.Count > 0;

    /// <summary>Sequence of the first entry that must stay in the log; <see cref="long.MaxValue"/> when the audit log has all.</summary>
    public long FirstNeeded => _pending.Count > 0 ? _pending.Min : long.MaxValue;

    /// <summary>Adds a record to the open entry.</summary>
    public void Add(AuditRecord record) => _open.Add(record);

    /// <summary>The entry that gets this sequence, with the records that were added.</summary>
    public ReadOnlyMemory<byte> Seal(long sequence, ReadOnlyMemory<byte> content)
    {
        if (_open.Count == 0)
        {
            return content;
        }

        var entry = AuditedEntry.Write(_open, content.Span);
        _pending.Add(sequence);
        _open = [];
        return entry;
    }

    /// <summary>Everything up to this entry is durable.</summary>
    public void Committed(long sequence)
    {
        _durable = sequence;
        if (_pending.Count > 0)
        {
            _follower.Start();
        }
    }

    /// <summary>An entry with records was read from the log.</summary>
    public void Replayed(long sequence) => _pending.Add(sequence);

    /// <summary>Completes when the audit log has the records up to this entry, or after a while, for they are durable anyway.</summary>
    public async Task ReachesAsync(long sequence, TimeSpan atMost)
    {
        var started = _log.Clock.GetTimestamp();
        while (FirstNeeded <= sequence && atMost - _log.Clock.GetElapsedTime(started) is { Ticks: > 0 } rest)
        {
            _taken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAny(_taken.Task, Task.Delay(rest, _log.Clock, _stopping));
        }
    }

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)_pending.Count);
        foreach (var sequence in _pending)
        {
            writer.Unsigned((ulong)sequence);
        }
    }

    public void Restore(WireReader reader)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            _pending.Add((long)reader.Unsigned());
        }
    }

    public async ValueTask<long> CatchUpAsync(long cursor)
    {
        cursor = await _audit.CursorAsync(_log.Name);
        Acknowledged(cursor);
        return cursor;
    }

    public async ValueTask<IReadOnlyList<AuditBatch>?> ReadAsync(long cursor)
    {
        List<long> wanted = [.. _pending.TakeWhile(sequence => sequence <= _durable).Take(MaxBatches)];
        if (wanted.Count == 0)
        {
            return null;
        }

        var batches = new List<AuditBatch>(wanted.Count);
        var bytes = 0;
        await using var reader = new LogEntryReader(_log.Store, _log.Name, _stopping);
        for (var i = 0; i < wanted.Count && bytes < MaxBytes; i++)
        {
            var entry = await reader.ReadAsync(wanted[i]);
            batches.Add(new AuditBatch(entry.Sequence, entry.Records()));
            bytes += entry.Payload.Length - entry.Content().Length;
        }

        return batches;
    }

    public Task<long> HandOverAsync(IReadOnlyList<AuditBatch> news) => _audit.AppendAsync(_log.Name, news);

    public void Acknowledged(long cursor)
    {
        _pending.RemoveWhere(sequence => sequence <= cursor);
        _taken?.SetResult();
        _taken = null;
    }
}
