using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Archive;

/// <summary>
/// In which block an archived incident lies, by a 64-bit hash (XxHash3) of its region and id. Where two incidents
/// share a hash, a block is restored that does not hold the one that was looked for; the id is compared there, so no
/// mistake follows.
/// </summary>
internal sealed class ArchivedIncidentIds
{
    /// <summary>Blocks by hash; the few hashes with more than one block have the others in <see cref="_more"/>.</summary>
    private readonly Dictionary<ulong, int> _blocks = [];
    private readonly Dictionary<ulong, List<int>> _more = [];

    /// <summary>Content of the snapshot that was restored, not decoded before it is needed.</summary>
    private ReadOnlyMemory<byte>? _unread;

    public bool IsEmpty => _unread is null && _blocks.Count == 0;

    public static ulong KeyOf(string region, ReadOnlySpan<char> id)
    {
        var seed = (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(region.AsSpan()));
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id), seed);
    }

    public void Add(ulong key, int block)
    {
        Load();
        if (!_blocks.TryAdd(key, block) && _blocks[key] != block)
        {
            if (!_more.TryGetValue(key, out var more))
            {
                _more[key] = more = [];
            }

            more.Add(block);
        }
    }

    public void Remove(ulong key, int block)
    {
        Load();
        if (_more.TryGetValue(key, out var more))
        {
            if (!more.Remove(block) && _blocks[key] == block)
            {
                _blocks[key] = more[^1];
                more.RemoveAt(more.Count - 1);
            }

            if (more.Count == 0)
            {
                _more.Remove(key);
            }
        }
        else if (_blocks.TryGetValue(key, out var known) && known == block)
        {
            _blocks.Remove(key);
        }
    }

    /// <summary>Removes all ids of these blocks.</summary>
    public void ForgetBlocks(IReadOnlySet<int> blocks)
    {
        Load();
        foreach (var (key, block) in _blocks)
        {
            if (_more.TryGetValue(key, out var more))
            {
                foreach (var other in more.Append(block).Where(blocks.Contains).ToList())
                {
                    Remove(key, other);
                }
            }
            else if (blocks.Contains(block))
            {
                _blocks.Remove(key);
            }
        }

        if (_blocks.Count < _blocks.Capacity / 2)
        {
            _blocks.TrimExcess();
        }
    }

    public bool Contains(ulong key)
    {
        Load();
        return _blocks.ContainsKey(key);
    }

    /// <summary>Adds the numbers of the blocks in which such an incident may lie.</summary>
    public void Find(ulong key, ISet<int> blocks)
    {
        Load();
        if (_blocks.TryGetValue(key, out var block))
        {
            blocks.Add(block);
            if (_more.TryGetValue(key, out var more))
            {
                blocks.UnionWith(more);
            }
        }
    }

    public void Save(WireWriter writer)
    {
        Load();
        var bytes = new byte[(_blocks.Count + _more.Values.Sum(static m => m.Count)) * Marshal.SizeOf<Entry>()];
        var entries = MemoryMarshal.Cast<byte, Entry>(bytes.AsSpan());
        var next = 0;
        foreach (var (key, block) in _blocks)
        {
            entries[next++] = new Entry(key, block);
        }

        foreach (var (key, blocks) in _more)
        {
            foreach (var block in blocks)
            {
                entries[next++] = new Entry(key, block);
            }
        }

        writer.Bytes(bytes);
    }

    public void Restore(WireReader reader)
    {
        var bytes = reader.Memory();
        _unread = bytes.IsEmpty ? null : bytes;
    }

    private void Load()
    {
        if (_unread is not { } unread)
        {
            return;
        }

        _unread = null;
        var entries = MemoryMarshal.Cast<byte, Entry>(unread.Span);
        _blocks.EnsureCapacity(entries.Length);
        foreach (var (key, block) in entries)
        {
            Add(key, block);
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Entry(ulong Key, int Block);
}
