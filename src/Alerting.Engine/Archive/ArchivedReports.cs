using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Archive;

/// <summary>What must be kept of an archived report to recognise a duplicate of it.</summary>
/// <param name="Content">Lower half of the content's hash.</param>
/// <param name="Block">
/// Number of the block that holds it. A withdrawn report is in none: minus the day of its withdrawal, see
/// <see cref="DayOf"/>.
/// </param>
internal readonly record struct ArchivedReport(ulong Content, int Revision, int Block, ArchivedReportKind Kind)
{
    /// <summary>Number of the day of an instant (UTC ticks), from 0001-01-01 on.</summary>
    public static int DayOf(long at) => (int)(at / TimeSpan.TicksPerDay);

    /// <summary>A report that was withdrawn at an instant, UTC ticks.</summary>
    public static ArchivedReport Withdrawn(ulong content, int revision, long at) =>
        new(content, revision, -DayOf(at), ArchivedReportKind.Retracted);
}

/// <summary>What is known of the incident of an archived report. Numbers are stored: never reuse one.</summary>
internal enum ArchivedReportKind
{
    /// <summary>It opened its incident, whose id therefore is derived from the report.</summary>
    Opener = 1,

    /// <summary>Its incident has an id that only the block knows.</summary>
    Member = 2,

    /// <summary>It was withdrawn. It is in no incident and in no block.</summary>
    Retracted = 3,
}

/// <summary>
/// Archived reports, by a 128-bit hash (XxHash128) of source and report id: keys as long as the contract allows are not
/// kept. Two keys among 10^9 share a hash with probability 10^-21.
/// </summary>
internal sealed class ArchivedReports
{
    /// <summary>Instead of the day of its withdrawal, for a report that an earlier version of the product archived.</summary>
    private const int UnknownDay = -1;

    private readonly Dictionary<UInt128, ArchivedReport> _reports = [];

    /// <summary>Content of the snapshot that was restored, not decoded before it is needed.</summary>
    private ReadOnlyMemory<byte>? _unread;
    private int _unreadCount;
    private int _dayOfUnread;

    public int Count => _unread is null ? _reports.Count : _unreadCount;

    public static UInt128 KeyOf(ReadOnlySpan<char> source, ReadOnlySpan<char> reportId)
    {
        // Without the length "a:b" + "c" and "a" + "b:c" would have the same key.
        Span<char> buffer = stackalloc char[256];
        var length = source.Length + 1 + reportId.Length;
        var text = length <= buffer.Length ? buffer[..length] : new char[length];
        text[0] = (char)source.Length;
        source.CopyTo(text[1..]);
        reportId.CopyTo(text[(source.Length + 1)..]);
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text));
    }

    public bool TryGet(UInt128 key, out ArchivedReport report)
    {
        Load();
        return _reports.TryGetValue(key, out report);
    }

    public void Add(UInt128 key, ArchivedReport report)
    {
        Load();
        _reports.Add(key, report);
    }

    /// <summary>Does nothing when there is no such report.</summary>
    public void Remove(UInt128 key)
    {
        Load();
        _reports.Remove(key);
    }

    /// <summary>Removes all reports of these blocks.</summary>
    public void ForgetBlocks(IReadOnlySet<int> blocks) => Forget(report => blocks.Contains(report.Block));

    /// <summary>Removes the reports that were withdrawn before a day, see <see cref="ArchivedReport.DayOf"/>.</summary>
    public void ForgetRetracted(int day) => Forget(report => report.Kind == ArchivedReportKind.Retracted && -report.Block < day);

    public void Save(WireWriter writer)
    {
        Load();
        writer.Unsigned((ulong)Count);
        var bytes = new byte[Count * Marshal.SizeOf<Entry>()];
        var entries = MemoryMarshal.Cast<byte, Entry>(bytes.AsSpan());
        var next = 0;
        foreach (var (key, report) in _reports)
        {
            entries[next++] = new Entry((ulong)(key >> 64), (ulong)key, report.Content, report.Revision, report.Block, report.Kind);
        }

        writer.Bytes(bytes);
    }

    /// <param name="reader">Where <see cref="Save"/> wrote.</param>
    /// <param name="now">Counts as the withdrawal of reports of which it is not known, UTC ticks.</param>
    public void Restore(WireReader reader, long now)
    {
        _dayOfUnread = ArchivedReport.DayOf(now);
        _unreadCount = reader.Count();
        _unread = reader.Memory();
    }

    /// <summary>
    /// Decodes the snapshot when it is needed first: a region that is only asked what it shows never needs it, and a
    /// long history has many reports.
    /// </summary>
    private void Load()
    {
        if (_unread is not { } unread)
        {
            return;
        }

        _unread = null;
        _reports.EnsureCapacity(_unreadCount);
        foreach (var (high, low, content, revision, block, kind) in MemoryMarshal.Cast<byte, Entry>(unread.Span))
        {
            var place = block == UnknownDay ? -_dayOfUnread : block;
            _reports.Add(new UInt128(high, low), new ArchivedReport(content, revision, place, kind));
        }
    }

    private void Forget(Predicate<ArchivedReport> isForgotten)
    {
        Load();
        foreach (var (key, report) in _reports)
        {
            if (isForgotten(report))
            {
                _reports.Remove(key);
            }
        }

        if (_reports.Count < _reports.Capacity / 2)
        {
            _reports.TrimExcess();
        }
    }

    /// <summary>A report as it is stored.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Entry(ulong High, ulong Low, ulong Content, int Revision, int Block, ArchivedReportKind Kind);
}
