using System.Buffers.Binary;
using System.Text.Json;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Audit;

/// <summary>
/// An entry of a log that has records of who did what beside its content, in one append: neither is ever there without the
/// other. An entry without records is its content alone, as entries of before there were records are.
/// </summary>
public static class AuditedEntry
{
    /// <summary>The first byte of an entry with records; no content begins with it: JSON does not, and formats are small.</summary>
    private const byte Mark = 0xAD;

    private const int Head = 1 + sizeof(int);

    /// <summary>The entry.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="content">What the owner of the log stores.</param>
    internal static byte[] Write(List<AuditRecord> records, ReadOnlySpan<byte> content)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(records, AuditJson.Default.ListAuditRecord);
        var entry = new byte[Head + json.Length + content.Length];
        entry[0] = Mark;
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(1), json.Length);
        json.CopyTo(entry, Head);
        content.CopyTo(entry.AsSpan(Head + json.Length));
        return entry;
    }

    /// <summary>What the owner of the log has stored; every reader of a log that can have records reads it by this.</summary>
    public static ReadOnlyMemory<byte> Content(this LogEntry entry) => Split(entry.Payload).Content;

    internal static List<AuditRecord> Records(this LogEntry entry) =>
        Split(entry.Payload).Records is { Length: > 0 } json
            ? JsonSerializer.Deserialize(json.Span, AuditJson.Default.ListAuditRecord)!
            : [];

    /// <summary>Whether the entry has records.</summary>
    internal static bool HasRecords(this LogEntry entry) => entry.Payload.Span is [Mark, ..];

    private static (ReadOnlyMemory<byte> Records, ReadOnlyMemory<byte> Content) Split(ReadOnlyMemory<byte> payload)
    {
        if (payload.Span is not [Mark, ..])
        {
            return (default, payload);
        }

        var length = payload.Length >= Head ? BinaryPrimitives.ReadInt32LittleEndian(payload.Span[1..]) : -1;
        return length >= 0 && length <= payload.Length - Head
            ? (payload.Slice(Head, length), payload[(Head + length)..])
            : throw new InvalidDataException("An entry of a log is cut off within its records.");
    }
}
