using System.Text.Json;
using Alerting.Engine.Wire;

namespace Alerting.Grains.Audit;

/// <summary>
/// An entry of the audit log: records, whose positions follow those before, and the cursors that they advance. Records stand
/// one by one, so that of many that came together one can be read alone.
/// </summary>
internal sealed class AuditLogEntry
{
    private const byte Format = 1;

    private readonly List<ReadOnlyMemory<byte>> _records = [];

    /// <summary>The position (<c>seq</c>) of the first record.</summary>
    public long First { get; set; }

    /// <summary>When the entry was written, UTC ticks.</summary>
    public long At { get; set; }

    /// <summary>For each log that records come from, the sequence up to which the audit log has them.</summary>
    public Dictionary<string, long> Logs { get; } = new(StringComparer.Ordinal);

    /// <summary>How many records it has.</summary>
    public int Count => _records.Count;

    /// <summary>The stored size of a record.</summary>
    public int SizeOf(int index) => _records[index].Length;

    public AuditRecord Record(int index) => JsonSerializer.Deserialize(_records[index].Span, AuditJson.Default.AuditRecord)!;

    public void Add(AuditRecord record) => _records.Add(JsonSerializer.SerializeToUtf8Bytes(record, AuditJson.Default.AuditRecord));

    /// <summary>Reads an entry; records are decoded when they are asked for.</summary>
    /// <exception cref="InvalidDataException">The bytes are no entry of a known format.</exception>
    public static AuditLogEntry Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new WireReader(bytes);
        if (reader.Byte() != Format)
        {
            throw new InvalidDataException("Unknown format of an entry of the audit log.");
        }

        var entry = new AuditLogEntry { First = reader.Fixed(), At = reader.Fixed() };
        for (var i = reader.Count(); i > 0; i--)
        {
            entry.Logs[reader.Unique()] = reader.Fixed();
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            entry._records.Add(reader.Memory());
        }

        return entry;
    }

    public ReadOnlyMemory<byte> ToBytes()
    {
        var writer = new WireWriter();
        writer.Byte(Format);
        writer.Fixed(First);
        writer.Fixed(At);
        writer.Unsigned((ulong)Logs.Count);
        foreach (var (log, sequence) in Logs)
        {
            writer.Unique(log);
            writer.Fixed(sequence);
        }

        writer.Unsigned((ulong)_records.Count);
        foreach (var record in _records)
        {
            writer.Bytes(record.Span);
        }

        return writer.Written;
    }
}
