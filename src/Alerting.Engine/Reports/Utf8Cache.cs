using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;

namespace Alerting.Engine.Reports;

/// <summary>
/// A cache of a fixed size that maps short UTF-8 texts to what they were parsed as, so a text that occurs again needs
/// no allocation. Each slot holds the last text with its hash. There is no lock: two writers at the same time lose at
/// most an entry. Safe for concurrent use.
/// </summary>
/// <param name="sizeLog2">The cache holds at most 2 to this power entries.</param>
internal sealed class Utf8Cache<T>(int sizeLog2)
    where T : class
{
    /// <summary>Longer texts are not cached, in bytes.</summary>
    public const int MaxTextLength = 256;

    private readonly Entry?[] _slots = new Entry?[1 << sizeLog2];

    public bool TryGet(ReadOnlySpan<byte> text, [NotNullWhen(true)] out T? value)
    {
        var entry = Volatile.Read(ref _slots[SlotOf(text)]);
        if (entry is not null && text.SequenceEqual(entry.Text))
        {
            value = entry.Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Caches a value in place of the one in its slot, and returns it.</summary>
    public T Add(ReadOnlySpan<byte> text, T value)
    {
        if (text.Length <= MaxTextLength)
        {
            Volatile.Write(ref _slots[SlotOf(text)], new Entry(text.ToArray(), value));
        }

        return value;
    }

    private int SlotOf(ReadOnlySpan<byte> text) => (int)(XxHash3.HashToUInt64(text) & (ulong)(_slots.Length - 1));

    private sealed record Entry(byte[] Text, T Value);
}
