using System.Buffers.Binary;
using System.Text;

namespace Alerting.Engine.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote.</summary>
/// <remarks>Every member that reads throws <see cref="InvalidDataException"/> when the bytes cannot be what it
/// expects.</remarks>
public sealed class WireReader(ReadOnlyMemory<byte> message)
{
    private static readonly string[] s_none = [];

    private readonly List<string> _strings = [];
    private int _position;

    /// <summary>Whether all of the message has been read.</summary>
    public bool AtEnd => _position >= message.Length;

    /// <summary>Reads one byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Reads a byte as a truth value; any other than 0 is true.</summary>
    public bool Bool() => Byte() != 0;

    /// <summary>Reads what <see cref="WireWriter.Unsigned"/> wrote.</summary>
    public ulong Unsigned()
    {
        var span = message.Span;
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position >= span.Length)
            {
                throw new InvalidDataException("The message ends within a number.");
            }

            var group = span[_position++];
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number is too long.");
    }

    /// <summary>
    /// Reads a number of items that follow. Each takes at least a byte, so a damaged number cannot make the caller
    /// allocate more than the length of the message.
    /// </summary>
    public int Count()
    {
        var count = Unsigned();
        return count <= (ulong)message.Length ? (int)count : throw new InvalidDataException("A count exceeds the message.");
    }

    /// <summary>Reads what <see cref="WireWriter.Signed"/> wrote.</summary>
    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads an integer of 8 bytes.</summary>
    public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Reads a double of 8 bytes.</summary>
    public double Double() => BitConverter.Int64BitsToDouble(Fixed());

    /// <summary>Reads an integer of 16 bytes.</summary>
    public UInt128 Wide() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    /// <summary>Reads as many bytes as there is room for.</summary>
    public void Raw(Span<byte> destination) => Take(destination.Length).CopyTo(destination);

    /// <summary>What has not been read yet.</summary>
    public ReadOnlyMemory<byte> Rest() => message[_position..];

    /// <summary>Reads what <see cref="WireWriter.Unique"/> wrote.</summary>
    public string Unique() => Encoding.UTF8.GetString(Take(Count()));

    /// <summary>Reads a string or null that <see cref="WireWriter.Shared(string?)"/> wrote.</summary>
    public string? SharedOrNull()
    {
        var reference = Unsigned();
        switch (reference)
        {
            case 0:
                return null;
            case 1:
                var text = Unique();
                _strings.Add(text);
                return text;
            default:
                return reference - 2 < (ulong)_strings.Count
                    ? _strings[(int)reference - 2]
                    : throw new InvalidDataException("A string is referred to before it was written.");
        }
    }

    /// <summary>Reads a string that <see cref="WireWriter.Shared(string?)"/> wrote; null is refused.</summary>
    public string Shared() => SharedOrNull() ?? throw new InvalidDataException("A string is missing.");

    /// <summary>Reads a list that <see cref="WireWriter.Shared(IReadOnlyList{string})"/> wrote.</summary>
    public IReadOnlyList<string> SharedList()
    {
        var count = Count();
        if (count == 0)
        {
            return s_none;
        }

        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Shared();
        }

        return values;
    }

    /// <summary>Reads what <see cref="WireWriter.Bytes"/> wrote. Valid as long as the message is.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <summary>The same as a slice of the message that can be kept.</summary>
    public ReadOnlyMemory<byte> Memory()
    {
        var length = Bytes().Length;
        return message.Slice(_position - length, length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (message.Length - _position < count)
        {
            throw new InvalidDataException("The message is too short.");
        }

        var span = message.Span.Slice(_position, count);
        _position += count;
        return span;
    }
}
