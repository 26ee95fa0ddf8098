using System.Text.Json;

namespace Alerting.Grains.Audit;

/// <summary>An entry of the audit log: records, whose positions follow those before, and the cursors that they advance.</summary>
/// <remarks>With plain setters: the source-generated reader leaves no default of an <c>init</c> member that an older entry lacks.</remarks>
internal sealed record AuditLogEntry
{
    /// <summary>The position (<c>seq</c>) of the first record.</summary>
    public long First { get; set; }

    /// <summary>When the entry was written.</summary>
    public DateTimeOffset At { get; set; }

    public List<AuditRecord> Records { get; set; } = [];

    /// <summary>For each log that records come from, the sequence up to which the audit log has them.</summary>
    public Dictionary<string, long> Logs { get; set; } = [];

    public static AuditLogEntry Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, AuditJson.Default.AuditLogEntry)!;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditLogEntry);
}
