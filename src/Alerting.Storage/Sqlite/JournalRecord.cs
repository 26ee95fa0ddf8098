using System.Buffers;
using System.Buffers.Binary;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// An appended entry or a changed wake instant, in a row of the journal: a byte that says what it is, and the id of
/// the log; for an entry its sequence, the id of the batch, length and payload; then the wake instant, if there is
/// one. Numbers are little endian.
/// </summary>
internal readonly ref struct JournalRecord
{
    private const byte IsEntry = 1;
    private const byte MovesWake = 2;
    private const byte HasWake = 4;
    private const int GuidLength = 16;

    public required long LogId { get; init; }

    /// <summary>0 when it is no entry.</summary>
    public long Sequence { get; init; }

    public Guid BatchId { get; init; }

    /// <summary>Where the payload begins in the row.</summary>
    public int Offset { get; init; }

    public int Length { get; init; }

    public bool Wakes { get; init; }

    public long? WakeAt { get; init; }

    /// <summary>Writes a record and returns where its payload begins in what has been written.</summary>
    /// <param name="sequence">0 when it is no entry.</param>
    public static int Write(
        ArrayBufferWriter<byte> row, long logId, long sequence, Guid batchId, ReadOnlySpan<byte> payload, bool wakes, long? wakeAt)
    {
        var head = row.GetSpan(1 + 8 + 8 + 8 + GuidLength + 4);
        var at = 1;
        head[0] = (byte)((sequence > 0 ? IsEntry : 0) | (wakes ? MovesWake : 0) | (wakes && wakeAt is not null ? HasWake : 0));
        Put(head, ref at, logId);
        if (wakes && wakeAt is { } instant)
        {
            Put(head, ref at, instant);
        }

        if (sequence > 0)
        {
            Put(head, ref at, sequence);
            _ = batchId.TryWriteBytes(head[at..], bigEndian: true, out _);
            at += GuidLength;
            BinaryPrimitives.WriteInt32LittleEndian(head[at..], payload.Length);
            at += 4;
        }

        row.Advance(at);
        var offset = row.WrittenCount;
        row.Write(payload);
        return offset;
    }

    /// <summary>Reads the record at a position and advances the position.</summary>
    /// <exception cref="InvalidDataException">There is no record.</exception>
    public static JournalRecord Read(ReadOnlySpan<byte> row, ref int at)
    {
        try
        {
            var kind = row[at++];
            var logId = Get(row, ref at);
            long? wakeAt = (kind & HasWake) != 0 ? Get(row, ref at) : null;
            if ((kind & IsEntry) == 0)
            {
                return new JournalRecord { LogId = logId, Wakes = true, WakeAt = wakeAt };
            }

            var sequence = Get(row, ref at);
            var batchId = new Guid(row.Slice(at, GuidLength), bigEndian: true);
            var length = BinaryPrimitives.ReadInt32LittleEndian(row[(at + GuidLength)..]);
            at += GuidLength + 4;
            _ = row.Slice(at, length);
            var offset = at;
            at += length;
            return new JournalRecord
            {
                LogId = logId,
                Sequence = sequence,
                BatchId = batchId,
                Offset = offset,
                Length = length,
                Wakes = (kind & MovesWake) != 0,
                WakeAt = wakeAt,
            };
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("A row of the store's journal ends in the middle of a record.", exception);
        }
    }

    private static void Put(Span<byte> head, ref int at, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(head[at..], value);
        at += sizeof(long);
    }

    private static long Get(ReadOnlySpan<byte> row, ref int at)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(row[at..]);
        at += sizeof(long);
        return value;
    }
}
