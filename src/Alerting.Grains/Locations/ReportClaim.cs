using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Alerting.Reports;

namespace Alerting.Grains.Locations;

/// <summary>A report that states no region, and the region in which it is found now.</summary>
/// <param name="Report">
/// Hash of source and report id: one that nobody can make two reports have, since ids are chosen by reporters.
/// </param>
/// <param name="Region">Code of the region; null where no location is stated.</param>
/// <param name="Place">Hash of the location; 0 where none is stated.</param>
/// <param name="Day">Number of the UTC day of the event, since 0001-01-01; 0 where none is stated.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReportClaim")]
public readonly record struct ReportClaim(
    [property: Id(0)] UInt128 Report, [property: Id(1)] string? Region, [property: Id(2)] ulong Place, [property: Id(3)] int Day)
{
    /// <summary>
    /// Number of shares. Each has a log of its own, so that they are spread over the processes; one request's reports go to a
    /// few dozen calls at most.
    /// </summary>
    public const int Shares = 32;

    /// <summary>Names the share that the report belongs to.</summary>
    public string Share => ((int)(Report % Shares)).ToString("d2", CultureInfo.InvariantCulture);

    /// <param name="report">A report as it was read: its region is empty where it states no location.</param>
    public static ReportClaim Of(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportClaim(
            HashOf(report.Source, report.ReportId),
            report.Region.Length == 0 ? null : report.Region,
            report.Location is { } location ? HashOf(location) : 0,
            report.OccurredAt == default ? 0 : (int)(report.OccurredAt.UtcTicks / TimeSpan.TicksPerDay));
    }

    private static UInt128 HashOf(string source, string reportId)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(sizeof(int) + Encoding.UTF8.GetMaxByteCount(source.Length + reportId.Length));
        var length = Encoding.UTF8.GetBytes(source, bytes.AsSpan(sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        length += Encoding.UTF8.GetBytes(reportId, bytes.AsSpan(sizeof(int) + length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, sizeof(int) + length), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static ulong HashOf(Location location)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(double)];

        // Adding zero turns -0 into 0, which is the same location.
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, location.Lat + 0.0);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[sizeof(double)..], location.Lon + 0.0);
        return XxHash64.HashToUInt64(bytes);
    }
}
