using System.Buffers.Binary;
using Alerting.Engine.Regions;

namespace Alerting.Grains.Outages;

/// <summary>What is stored of the system's running: when a process last recorded it, and the last outage before.</summary>
/// <param name="At">UTC ticks.</param>
/// <param name="Outage">Null where there was none.</param>
internal sealed record Beat(long At, OutageInput? Outage)
{
    private const byte Format = 1;
    private const int Length = 1 + (3 * sizeof(long));

    /// <exception cref="InvalidDataException">The bytes are of another format.</exception>
    public static Beat Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || bytes[0] != Format)
        {
            throw new InvalidDataException("Unknown format of the record that the system runs.");
        }

        var (at, from, to) = (Instant(bytes, 0), Instant(bytes, 1), Instant(bytes, 2));
        return new Beat(at, to == 0 ? null : new OutageInput(from, to));
    }

    public byte[] Write()
    {
        var bytes = new byte[Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), At);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1 + sizeof(long)), Outage?.From ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1 + (2 * sizeof(long))), Outage?.To ?? 0);
        return bytes;
    }

    /// <summary>The record that follows at an instant: where nobody made one for too long, nobody could receive reports.</summary>
    /// <param name="now">UTC ticks.</param>
    /// <param name="after">Ticks without a record after which the system was down.</param>
    public Beat Next(long now, long after) =>
        now <= At ? this
        : now - At > after ? new Beat(now, new OutageInput(At, now))
        : this with { At = now };

    private static long Instant(ReadOnlySpan<byte> bytes, int number) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes[(1 + (number * sizeof(long)))..]);
}
