using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

/// <summary>
/// Decides whether two revisions of one report say the same. It compares what was parsed and not how it was written:
/// the instant of the event and not its offset, and a default the same as that value when it was stated.
/// </summary>
public static class ReportContent
{
    private const int NumbersLength = 64;
    private const int PrefixLength = sizeof(int);

    // Enough for a report without a summary. More would cost time, since memory on the stack is zeroed first.
    private const int StackLimit = 256;

    /// <summary>
    /// XxHash128 of what a report says. Not included is what identifies it (region, source, report id, revision) and
    /// what the intake added (family and weight of the kind, time of receipt). Of a retraction only the fact that it
    /// is one is included.
    /// </summary>
    public static UInt128 Hash(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Retracted)
        {
            return XxHash128.HashToUInt128([1]);
        }

        var bound = BoundOf(report);
        byte[]? rented = null;
        Span<byte> buffer = bound <= StackLimit ? stackalloc byte[StackLimit] : (rented = ArrayPool<byte>.Shared.Rent(bound));
        try
        {
            return XxHash128.HashToUInt128(buffer[..Write(report, buffer)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static int BoundOf(Report report)
    {
        var bound = NumbersLength + BoundOf(report.Town) + BoundOf(report.Kind) + BoundOf(report.IncidentId)
            + BoundOf(report.Summary) + BoundOf(report.Url);
        for (var i = 0; i < report.Actors.Count; i++)
        {
            bound += BoundOf(report.Actors[i]);
        }

        return bound;
    }

    private static int BoundOf(string? text) => PrefixLength + (text is null ? 0 : Encoding.UTF8.GetMaxByteCount(text.Length));

    /// <summary>
    /// Unambiguous: every member is written, in a fixed order, numbers with a fixed width after a presence mark, texts
    /// after their length.
    /// </summary>
    private static int Write(Report report, Span<byte> buffer)
    {
        buffer[0] = 0;
        buffer[1] = (byte)report.Precision;
        buffer[2] = report.Grade.Index;
        buffer[3] = (byte)((report.Location is null ? 0 : 1) | (report.Killed is null ? 0 : 2) | (report.Wounded is null ? 0 : 4));
        var at = 4;
        // Adding zero turns -0 into 0, which is the same location.
        BinaryPrimitives.WriteDoubleLittleEndian(buffer[at..], (report.Location?.Lat ?? 0) + 0.0);
        BinaryPrimitives.WriteDoubleLittleEndian(buffer[(at + 8)..], (report.Location?.Lon ?? 0) + 0.0);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[(at + 16)..], report.OccurredAt.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[(at + 24)..], report.Killed ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[(at + 28)..], report.Wounded ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[(at + 32)..], report.Actors.Count);
        at += 36;
        Write(report.Town, buffer, ref at);
        Write(report.Kind, buffer, ref at);
        Write(report.IncidentId, buffer, ref at);
        Write(report.Summary, buffer, ref at);
        Write(report.Url, buffer, ref at);
        for (var i = 0; i < report.Actors.Count; i++)
        {
            Write(report.Actors[i], buffer, ref at);
        }

        return at;
    }

    private static void Write(string? text, Span<byte> buffer, ref int at)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetBytes(text, buffer[(at + PrefixLength)..]);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[at..], length);
        at += PrefixLength + Math.Max(length, 0);
    }
}
