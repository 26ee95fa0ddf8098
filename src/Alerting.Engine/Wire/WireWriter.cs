using System.Buffers.Binary;
using System.Text;

namespace Alerting.Engine.Wire;

/// <summary>
/// Writes the binary form of log entries and snapshots: variable-length integers, and strings that are written once
/// and then referred to. Much smaller than JSON where the same towns, kinds and sources come again and again.
/// </summary>
public sealed class WireWriter
{
    private const int Least = 1_024;

    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private byte[] _buffer;

    /// <summary>Of the message given away last, and of the one after the next.</summary>
    private byte[] _other = [];
    private int _length;

    public WireWriter(int capacity = Least)
    {
        _buffer = GC.AllocateUninitializedArray<byte>(capacity);
    }

    public int Length => _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Starts a new message; what was written before must not be in use any more.</summary>
    public void Reset()
    {
        _length = 0;
        _strings.Clear();
    }

    /// <summary>
    /// Gives the message away and starts a new one. What was given away the time before must not be in use any more:
    /// two buffers take turns, for new ones in a rush are new pages of memory each time.
    /// </summary>
    public ReadOnlyMemory<byte> Detach()
    {
        var written = Written;
        (_buffer, _other) = (_other, _buffer);
        Reset();
        return written;
    }

    /// <summary>Lets go of what a rush has left; what was given away stays as it is.</summary>
    public void Shrink()
    {
        _other = [];
        if (_length == 0)
        {
            _buffer = [];
        }
    }

    public void Byte(byte value)
    {
        Ensure(1);
        _buffer[_length++] = value;
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>LEB128, least significant group first.</summary>
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

    /// <summary>Zigzag, so that small negative numbers are short too.</summary>
    public void Signed(long value) => Unsigned(((ulong)value << 1) ^ (ulong)(value >> 63));

    public void Fixed(long value)
    {
        Ensure(8);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    public void Double(double value) => Fixed(BitConverter.DoubleToInt64Bits(value));

    public void Wide(UInt128 value)
    {
        Ensure(16);
        BinaryPrimitives.WriteUInt128LittleEndian(_buffer.AsSpan(_length), value);
        _length += 16;
    }

    /// <summary>A string that is not expected to come again in this message.</summary>
    public void Unique(string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Ensure(most + 5);
        if (value.Length < 42)
        {
            // At most 126 bytes: the length takes one byte, so write behind it at once.
            var length = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length + 1));
            _buffer[_length] = (byte)length;
            _length += length + 1;
            return;
        }

        Unsigned((ulong)Encoding.UTF8.GetByteCount(value));
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    /// <summary>A string or null that is likely to come again: the second time it is a number.</summary>
    public void Shared(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        if (_strings.TryGetValue(value, out var index))
        {
            Unsigned((ulong)index + 2);
            return;
        }

        _strings.Add(value, _strings.Count);
        Unsigned(1);
        Unique(value);
    }

    public void Shared(IReadOnlyList<string> values)
    {
        Unsigned((ulong)values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            Shared(values[i]);
        }
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Bytes whose number the reader knows.</summary>
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
            // What was not written yet needs no zeros.
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(Math.Max(_buffer.Length * 2, Least), _length + more));
            Written.CopyTo(larger);
            _buffer = larger;
        }
    }
}
