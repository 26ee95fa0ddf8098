using System.Buffers.Binary;
using System.Text;

namespace Alerting.Engine.Wire;

/// <summary>
/// Writes the binary form of log entries and snapshots: variable-length integers, and strings that are written once
/// and then referred to. Much smaller than JSON where the same towns, kinds and sources come again and again.
/// </summary>
public sealed class WireWriter
{
    private const int MinSize = 1_024;

    /// <summary>Number of each string written so far; null while there was none.</summary>
    private Dictionary<string, int>? _strings;
    private byte[] _buffer;

    /// <summary>The buffer of the message detached last, and of the one after the next.</summary>
    private byte[] _other = [];
    private int _length;

    /// <summary>Starts an empty message.</summary>
    public WireWriter(int capacity = MinSize)
    {
        _buffer = GC.AllocateUninitializedArray<byte>(capacity);
    }

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <summary>The message so far, valid until more is written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Starts a new message in the same buffer; the previous one must not be in use any more.</summary>
    public void Reset()
    {
        _length = 0;
        _strings?.Clear();
    }

    /// <summary>
    /// Returns the message and starts a new one. The message returned the time before must not be in use any more:
    /// two buffers take turns, since new ones under load would be new pages of memory each time.
    /// </summary>
    public ReadOnlyMemory<byte> Detach()
    {
        var written = Written;
        (_buffer, _other) = (_other, _buffer);
        Reset();
        return written;
    }

    /// <summary>Frees buffers that have grown under load; the message detached last stays valid.</summary>
    public void Shrink()
    {
        _other = [];
        if (_length == 0)
        {
            _buffer = [];
            _strings = null;
        }
    }

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value)
    {
        Ensure(1);
        _buffer[_length++] = value;
    }

    /// <summary>Writes a truth value as a byte.</summary>
    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes an integer in LEB128, least significant group first: 1..10 bytes, fewer for smaller numbers.</summary>
    public void Unsigned(ulong value)
    {
        Ensure(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    /// <summary>Writes an integer in zigzag form, so that small negative numbers are short too.</summary>
    public void Signed(long value) => Unsigned(((ulong)value << 1) ^ (ulong)(value >> 63));

    /// <summary>Writes an integer as 8 bytes, little endian.</summary>
    public void Fixed(long value)
    {
        Ensure(8);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    /// <summary>Writes a double as 8 bytes, little endian.</summary>
    public void Double(double value) => Fixed(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Writes an integer as 16 bytes, little endian.</summary>
    public void Wide(UInt128 value)
    {
        Ensure(16);
        BinaryPrimitives.WriteUInt128LittleEndian(_buffer.AsSpan(_length), value);
        _length += 16;
    }

    /// <summary>Writes a string that is not expected to occur again in this message.</summary>
    public void Unique(string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Ensure(most + 5);
        if (value.Length < 42)
        {
            // At most 126 bytes, so the length takes exactly one byte and the text can be encoded behind it at once.
            var length = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length + 1));
            _buffer[_length] = (byte)length;
            _length += length + 1;
            return;
        }

        Unsigned((ulong)Encoding.UTF8.GetByteCount(value));
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    /// <summary>Writes a string that may well occur again, or null: the second time only a number is written.</summary>
    public void Shared(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        _strings ??= new Dictionary<string, int>(StringComparer.Ordinal);
        if (_strings.TryGetValue(value, out var index))
        {
            Unsigned((ulong)index + 2);
            return;
        }

        _strings.Add(value, _strings.Count);
        Unsigned(1);
        Unique(value);
    }

    /// <summary>Writes a list of such strings.</summary>
    public void Shared(IReadOnlyList<string> values)
    {
        Unsigned((ulong)values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            Shared(values[i]);
        }
    }

    /// <summary>Writes the number of bytes, then the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Writes bytes whose number the reader knows.</summary>
    public void Raw(ReadOnlySpan<byte> value)
    {
        Ensure(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    private void Ensure(int more)
    {
        if (_buffer.Length - _length < more)
        {
            // Only what was written will be read, so the new buffer need not be zeroed.
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(Math.Max(_buffer.Length * 2, MinSize), _length + more));
            Written.CopyTo(larger);
            _buffer = larger;
        }
    }
}
