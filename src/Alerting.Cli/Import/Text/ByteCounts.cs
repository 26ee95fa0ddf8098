using System.Buffers;
using System.Text;

namespace Alerting.Cli.Import.Text;

/// <summary>What bytes a file is made of, counted once from its beginning to its end.</summary>
internal sealed class ByteCounts
{
    // Bytes of windows-1252 that stand for nothing.
    private static readonly SearchValues<byte> s_undefined = SearchValues.Create(0x81, 0x8D, 0x8F, 0x90, 0x9D);

    // What is a sign in ISO-8859-1 and a letter (or the euro) in ISO-8859-15: where letters are, it is the letter.
    private static readonly SearchValues<byte> s_latin9 = SearchValues.Create(0xA6, 0xBC, 0xBD, 0xBE);

    private long _line = 1;
    private byte _before;

    /// <summary>Bytes that are no UTF-8.</summary>
    public long Broken { get; private set; }

    /// <summary>Line of the first of them, from 1.</summary>
    public long FirstBroken { get; private set; }

    /// <summary>Characters of several bytes that are UTF-8: in other encodings they hardly ever occur.</summary>
    public long Sequences { get; private set; }

    public long AsciiLetters { get; private set; }

    /// <summary>Bytes of no UTF-8 that are letters in the encodings of one byte a letter.</summary>
    public long Foreign { get; private set; }

    /// <summary>Bytes from 0x80 to 0x9F: typographic signs in windows-1252, nothing of use in the encodings of ISO.</summary>
    public long Windows { get; private set; }

    /// <summary>Bytes that windows-1252 does not define.</summary>
    public long Undefined { get; private set; }

    /// <summary>Bytes that make sense in ISO-8859-15 and not in ISO-8859-1.</summary>
    public long Latin9 { get; private set; }

    public bool IsUtf8 => Broken == 0;

    public static async Task<ByteCounts> OfAsync(Stream file, int bufferLength, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var counts = new ByteCounts();
        var buffer = new byte[bufferLength];
        var kept = 0;
        while (true)
        {
            var read = await file.ReadAsync(buffer.AsMemory(kept), cancellationToken);
            var rest = counts.Take(buffer.AsSpan(0, kept + read), final: read == 0);
            if (read == 0)
            {
                return counts;
            }

            buffer.AsSpan(kept + read - rest, rest).CopyTo(buffer);
            kept = rest;
        }
    }

    /// <returns>How many bytes at the end are the beginning of a character that the next ones complete.</returns>
    private int Take(ReadOnlySpan<byte> bytes, bool final)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes[0] < 0x80)
            {
                TakeAscii(bytes[0]);
                bytes = bytes[1..];
                continue;
            }

            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == OperationStatus.NeedMoreData && !final)
            {
                return bytes.Length;
            }

            if (status == OperationStatus.Done)
            {
                Sequences++;
                _before = bytes[length - 1];
            }
            else
            {
                TakeBroken(bytes[..length], bytes.Length > length ? bytes[length] : (byte)0);
            }

            bytes = bytes[length..];
        }

        return 0;
    }

    private void TakeAscii(byte value)
    {
        AsciiLetters += char.IsAsciiLetter((char)value) ? 1 : 0;
        _line += value == '\n' ? 1 : 0;
        _before = value;
    }

    private void TakeBroken(ReadOnlySpan<byte> bytes, byte after)
    {
        FirstBroken = FirstBroken == 0 ? _line : FirstBroken;
        for (var i = 0; i < bytes.Length; i++)
        {
            var (value, next) = (bytes[i], i + 1 < bytes.Length ? bytes[i + 1] : after);
            Broken++;
            Windows += value is >= 0x80 and <= 0x9F ? 1 : 0;
            Undefined += s_undefined.Contains(value) ? 1 : 0;
            Foreign += value >= 0xC0 ? 1 : 0;
            Latin9 += value == 0xA4 || (s_latin9.Contains(value) && (IsLetter(_before) || IsLetter(next))) ? 1 : 0;
            _before = value;
        }
    }

    private static bool IsLetter(byte value) => char.IsAsciiLetter((char)value) || value >= 0xC0;
}
