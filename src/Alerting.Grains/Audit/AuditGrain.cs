using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Alerting.Grains.Audit;

/// <summary>
/// Puts the records of all logs into one gapless order. What is read is durable; what was taken and is not yet is known to the
/// index already and beyond what reads look at.
/// </summary>
[Reentrant]
internal sealed class AuditGrain : EventSourcedGrain, IAuditGrain
{
    private const byte Format = 1;
    private const int MaxRead = 1_000;

    /// <summary>Of one answer, as records are stored; a single one may be larger.</summary>
    private const int MaxAnswerBytes = 1 << 20;

    private readonly RegionCatalog _catalog;
    private readonly AuditIndex _index = new();
    private readonly NumberedLogRetention _retention;
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private AuditLogEntry _open = new();
    private long _sealedHead;
    private long _head;

    public AuditGrain(IServiceProvider services, ILogger<AuditGrain> logger)
        : base(services, logger, LogOwners.Audit)
    {
        _catalog = services.GetRequiredService<RegionCatalog>();
        var period = services.GetRequiredService<RetentionPeriods>().Audit;
        var age = new LogAge(Store, LogName, period, static entry => AuditLogEntry.Read(entry.Payload).At, Clock);
        _retention = new NumberedLogRetention(Store, LogName, _index, age);
    }

    public override bool HasOpenBatch => _open.Count > 0 || _open.Logs.Count > 0;

    public override ISnapshotParts Parts => _retention;

    public async Task<long> AppendAsync(string log, IReadOnlyList<AuditBatch> batches)
    {
        EnsureWritable();
        foreach (var batch in batches.Where(batch => batch.Sequence > _cursors.GetValueOrDefault(log)))
        {
            Add(batch.Records);
            _open.Logs[log] = _cursors[log] = batch.Sequence;
        }

        var cursor = _cursors.GetValueOrDefault(log);
        await Commit();
        return cursor;
    }

    public async Task<long> CursorAsync(string log)
    {
        var cursor = _cursors.GetValueOrDefault(log);
        await Commit();
        return cursor;
    }

    public async Task NoteAsync(IReadOnlyList<AuditRecord> records)
    {
        EnsureWritable();
        Add(records);
        await Commit();
    }

    public async Task<AuditPage> ReadAsync(AuditQuery query)
    {
        if (query.After > 0 && query.After < _index.First - 1)
        {
            throw new LogTrimmedException(LogName, query.After + 1, _index.First);
        }

        var limit = Math.Clamp(query.Limit, 1, MaxRead);
        var found = _index.Select(_index.FilterOf(query, _catalog), query.After, _head).Take(limit + 1).ToList();
        var items = new List<AuditItem>(Math.Min(found.Count, limit));
        var bytes = 0;
        await using var reader = new AuditReader(Store, LogName, _index, Stopping);
        foreach (var seq in found.Take(limit))
        {
            if (await reader.ReadAsync(seq) is not ({ } record, var size))
            {
                continue;
            }

            if (items.Count > 0 && bytes + size > MaxAnswerBytes)
            {
                return new AuditPage(items, items[^1].Seq);
            }

            if (AuditIndex.IsMeant(record, query, _catalog))
            {
                items.Add(new AuditItem(seq, record));
                bytes += size;
            }
        }

        return new AuditPage(items, found.Count > limit ? found[limit - 1] : null);
    }

    public override ReadOnlyMemory<byte> Seal()
    {
        _open.At = WallNow;
        var bytes = _open.ToBytes();
        _open = new AuditLogEntry();
        _sealedHead = _index.Head;
        return bytes;
    }

    public override void OnCommitted(long sequence) => _head = _sealedHead;

    public override LogSnapshot Save()
    {
        var writer = new WireWriter();
        writer.Byte(Format);
        writer.Unsigned((ulong)_cursors.Count);
        foreach (var (log, cursor) in _cursors)
        {
            writer.Unique(log);
            writer.Fixed(cursor);
        }

        _retention.Saving();
        _index.Save(writer);
        return new LogSnapshot(SealedSequence, writer.Written);
    }

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        var reader = new WireReader(snapshot);
        if (reader.Byte() != Format)
        {
            return ValueTask.FromResult(false);
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            _cursors[reader.Unique()] = reader.Fixed();
        }

        _index.Restore(reader);
        return ValueTask.FromResult(true);
    }

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        var stored = AuditLogEntry.Read(entry.Payload);
        for (var i = 0; i < stored.Count; i++)
        {
            _index.Add(stored.Record(i), entry.Sequence);
        }

        foreach (var (log, cursor) in stored.Logs)
        {
            _cursors[log] = cursor;
        }

        return ValueTask.CompletedTask;
    }

    public override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        _retention.TrimAsync(snapshotSequence, cancellationToken);

    public override long? WakeAt() => HasOpenBatch ? WallNow : null;

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _head = _sealedHead = _index.Head;
        _retention.Saving();
        return Task.CompletedTask;
    }

    private void Add(IReadOnlyList<AuditRecord> records)
    {
        foreach (var record in records)
        {
            if (_open.Count == 0)
            {
                _open.First = _index.Head + 1;
            }

            _index.Add(record, OpenSequence);
            _open.Add(record);
        }
    }
}
