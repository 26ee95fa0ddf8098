using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Cold;

/// <summary>
/// In which block an incident that is put away lies, by a 64-bit hash (XxHash3) of its region and id. Two incidents of
/// one hash do no harm: the block that was meant for the other is brought back in vain, and the id looked up in it.
/// </summary>
internal sealed class ColdIds
{
    /// <summary>Blocks by hash; the few hashes with more than one block have the others in <see cref="_more"/>.</summary>
    private readonly Dictionary<ulong, int> _blocks = [];
    private readonly Dictionary<ulong, List<int>> _more = [];

    public int Count => _blocks.Count;

    public static ulong KeyOf(string region, ReadOnlySpan<char> id)
    {
        var seed = (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(region.AsSpan()));
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id), seed);
    }

    public void Add(ulong key, int block)
    {
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

    /// <summary>Adds the numbers of the blocks in which such an incident may lie.</summary>
    public void Find(ulong key, ISet<int> blocks)
    {
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
        writer.Unsigned((ulong)(_blocks.Count + _more.Values.Sum(static m => m.Count)));
        foreach (var (key, block) in _blocks)
        {
            writer.Fixed((long)key);
            writer.Unsigned((ulong)block);
        }

        foreach (var (key, blocks) in _more)
        {
            foreach (var block in blocks)
            {
                writer.Fixed((long)key);
                writer.Unsigned((ulong)block);
            }
        }
    }

    public void Restore(WireReader reader)
    {
        var count = reader.Count();
        _blocks.EnsureCapacity(count);
        for (var i = 0; i < count; i++)
        {
            Add((ulong)reader.Fixed(), (int)reader.Unsigned());
        }
    }
}
