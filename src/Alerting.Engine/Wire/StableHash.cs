using System.Runtime.InteropServices;

namespace Alerting.Engine.Wire;

/// <summary>
/// 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), by words, for what is stored: unlike <see cref="HashCode"/> it does
/// not differ between processes.
/// </summary>
public static class StableHash
{
    /// <summary>The hash of nothing.</summary>
    public const ulong Empty = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    /// <summary>Adds a word.</summary>
    public static ulong Add(ulong hash, ulong word) => (hash ^ word ^ (word >> 29)) * Prime;

    /// <summary>Adds a text and its length, so that two texts are not taken for one.</summary>
    public static ulong Add(ulong hash, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var c in MemoryMarshal.Cast<char, ushort>(text.AsSpan()))
        {
            hash = (hash ^ c) * Prime;
        }

        return Add(hash, (ulong)text.Length);
    }
}
