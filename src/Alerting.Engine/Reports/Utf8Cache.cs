using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;

namespace Alerting.Engine.Reports;

/// <summary>
/// Bounded memory of what short UTF-8 texts were read as, so that a text that occurs again costs no allocation. A slot
/// holds the last text that fell into it; there is no lock, and the worst that two writers do is forget. Safe for
/// concurrent use.
/// </summary>
/// <param name="sizeLog2">Two to this power entries are held at most.</param>
internal sealed class Utf8Cache<T>(int sizeLog2)
    where T : class
{
    /// <summary>Longer texts are not held, in bytes.</summary>
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

    /// <summary>Remembers, in place of what was in the slot. Returns <paramref name="value"/>.</summary>
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
