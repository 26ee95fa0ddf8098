using System.Buffers.Binary;
using System.Text;

namespace Alerting.Engine.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote.</summary>
/// <exception cref="InvalidDataException">From every member: the bytes are not such a message.</exception>
public sealed class WireReader(ReadOnlyMemory<byte> message)
{
    private static readonly string[] s_none = [];

    private readonly List<string> _strings = [];
    private int _position;

    public bool AtEnd => _position >= message.Length;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() != 0;

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

    public int Count()
    {
        var count = Unsigned();
        return count <= (ulong)message.Length ? (int)count : throw new InvalidDataException("A count exceeds the message.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BitConverter.Int64BitsToDouble(Fixed());

    public UInt128 Wide() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    public string Unique() => Encoding.UTF8.GetString(Take(Count()));

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

    public string Shared() => SharedOrNull() ?? throw new InvalidDataException("A string is missing.");

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

    public ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <summary>The same, as a part of the message that stays.</summary>
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
