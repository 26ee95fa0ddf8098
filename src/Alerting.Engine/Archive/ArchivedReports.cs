using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Archive;

/// <summary>What it takes to know a duplicate of a report that is put away: 36 bytes each.</summary>
/// <param name="High">Upper half of the key's hash.</param>
/// <param name="Low">Lower half of the key's hash.</param>
/// <param name="Content">Lower half of the content's hash.</param>
/// <param name="Block">Number of the block that holds it; 0 in an empty slot.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct ArchivedReport(ulong High, ulong Low, ulong Content, int Revision, int Block, ArchivedReportKind Kind);

/// <summary>What is known of the incident of a report that is put away. Numbers are stored: never reuse one.</summary>
internal enum ArchivedReportKind
{
    /// <summary>Its incident has the id that it gave it when it opened it.</summary>
    Opener = 1,

    /// <summary>It is in an incident whose id only the block tells.</summary>
    Member = 2,

    /// <summary>It is withdrawn: there is nothing else to know, so it is in no block.</summary>
    Retracted = 3,
}

/// <summary>
/// Reports that are put away, by a 128-bit hash (XxHash128) of source and report id: keys as long as the contract
/// allows are not kept. Two keys among 10^9 share a hash with probability 10^-21.
/// </summary>
internal sealed class ArchivedReports
{
    private const int Least = 16;

    private ArchivedReport[] _slots = [];

    /// <summary>What a snapshot holds, until the first time that it is needed.</summary>
    private ReadOnlyMemory<byte>? _unread;

    public int Count { get; private set; }

    public static UInt128 KeyOf(ReadOnlySpan<char> source, ReadOnlySpan<char> reportId)
    {
        // The length of the first text keeps apart what would read alike.
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
        report = default;
        return Count > 0 && (report = _slots[Search(key)]).Block != 0;
    }

    public void Add(UInt128 key, ulong content, int revision, int block, ArchivedReportKind kind)
    {
        Load();
        if ((Count + 1) * 4 > _slots.Length * 3)
        {
            Resize(Math.Max(Least, _slots.Length * 2));
        }

        Count++;
        _slots[Search(key)] = new ArchivedReport((ulong)(key >> 64), (ulong)key, content, revision, block, kind);
    }

    /// <summary>Nothing when there is no such report.</summary>
    public void Remove(UInt128 key)
    {
        Load();
        if (Count == 0)
        {
            return;
        }

        var hole = Search(key);
        if (_slots[hole].Block == 0)
        {
            return;
        }

        Count--;
        var mask = _slots.Length - 1;
        for (var at = (hole + 1) & mask; _slots[at].Block != 0; at = (at + 1) & mask)
        {
            // What would not be found any more across the hole moves into it.
            var home = (int)_slots[at].Low & mask;
            if (((at - home) & mask) >= ((at - hole) & mask))
            {
                _slots[hole] = _slots[at];
                hole = at;
            }
        }

        _slots[hole] = default;
    }

    public void Save(WireWriter writer)
    {
        Load();
        writer.Unsigned((ulong)Count);
        var bytes = new byte[Count * Marshal.SizeOf<ArchivedReport>()];
        var stored = MemoryMarshal.Cast<byte, ArchivedReport>(bytes.AsSpan());
        var next = 0;
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.Block != 0)
            {
                stored[next++] = slot;
            }
        }

        writer.Bytes(bytes);
    }

    public void Restore(WireReader reader)
    {
        Count = reader.Count();
        _unread = reader.Memory();
    }

    /// <summary>A region that is only asked what it shows needs none of this: a long history has much of it.</summary>
    private void Load()
    {
        if (_unread is not { } unread)
        {
            return;
        }

        _unread = null;
        _slots = new ArchivedReport[Math.Max(Least, (int)BitOperations.RoundUpToPowerOf2((uint)Count * 4 / 3 + 1))];
        foreach (ref readonly var slot in MemoryMarshal.Cast<byte, ArchivedReport>(unread.Span))
        {
            _slots[Search(new UInt128(slot.High, slot.Low))] = slot;
        }
    }

    private int Search(UInt128 key)
    {
        var (high, low) = ((ulong)(key >> 64), (ulong)key);
        var mask = _slots.Length - 1;
        var at = (int)low & mask;
        while (_slots[at].Block != 0 && (_slots[at].Low != low || _slots[at].High != high))
        {
            at = (at + 1) & mask;
        }

        return at;
    }

    private void Resize(int size)
    {
        var former = _slots;
        _slots = new ArchivedReport[size];
        foreach (ref readonly var slot in former.AsSpan())
        {
            if (slot.Block != 0)
            {
                _slots[Search(new UInt128(slot.High, slot.Low))] = slot;
            }
        }
    }
}
