using Alerting.Grains.Audit;

namespace Alerting.Grains.Tests.Audit;

/// <summary>An audit log that can be away.</summary>
internal sealed class AuditLogStub : IAuditGrain
{
    public bool IsAway { get; set; }

    public long Cursor { get; set; }

    public List<AuditBatch> Taken { get; } = [];

    public Task<long> AppendAsync(string log, IReadOnlyList<AuditBatch> batches)
    {
        ThrowIfAway();
        Taken.AddRange(batches);
        Cursor = batches[^1].Sequence;
        return Task.FromResult(Cursor);
    }

    public Task<long> CursorAsync(string log)
    {
        ThrowIfAway();
        return Task.FromResult(Cursor);
    }

    public Task NoteAsync(IReadOnlyList<AuditRecord> records) => throw new NotSupportedException();

    public Task<AuditPage> ReadAsync(AuditQuery query) => throw new NotSupportedException();

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new TimeoutException("The audit log is away.");
        }
    }
}
