using Alerting.Grains.Alerts;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Audit;

/// <summary>Reads single records of the audit log in ascending order; those that were stored together are read once.</summary>
internal sealed class AuditReader(ILogStore store, string log, AuditIndex index, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly LogEntryReader _entries = new(store, log, cancellationToken);
    private AuditLogEntry? _entry;

    /// <returns>The record, and how large it is; null where it was removed by age meanwhile.</returns>
    public async Task<(AuditRecord Record, int Bytes)?> ReadAsync(long seq)
    {
        if (_entry is null || seq >= _entry.First + _entry.Count)
        {
            if (seq < index.First)
            {
                return null;
            }

            try
            {
                _entry = AuditLogEntry.Read((await _entries.ReadAsync(index.SequenceOf(seq))).Payload);
            }
            catch (LogTrimmedException) when (seq < index.First)
            {
                await _entries.DisposeAsync();
                return null;
            }
        }

        var at = (int)(seq - _entry.First);
        return at >= 0 && at < _entry.Count
            ? (_entry.Record(at), _entry.SizeOf(at))
            : throw new InvalidDataException($"Log '{log}' does not hold entry {seq} where it should be.");
    }

    public ValueTask DisposeAsync() => _entries.DisposeAsync();
}
