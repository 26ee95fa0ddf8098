using System.Globalization;
using System.Text;

namespace Alerting.Cli.Import.Text;

/// <param name="MarkLength">Bytes of the byte order mark at the beginning.</param>
/// <param name="Note">What people should know about it, as a sentence; null: nothing.</param>
internal sealed record FoundEncoding(Encoding Encoding, int MarkLength, string? Note);

/// <summary>
/// Finds what encoding a file is in: by its byte order mark, else UTF-8 where all of it is, else one of the encodings of
/// one byte a letter that programs for tables write in the West.
/// </summary>
internal static class EncodingFinder
{
    private const int Buffer = 64 << 10;

    /// <summary>In Western languages fewer than this share of the letters are outside of ASCII.</summary>
    private const double MaxForeignShare = 0.3;

    private static readonly (byte[] Mark, Encoding Encoding)[] s_marks =
    [
        ([0xEF, 0xBB, 0xBF], Strict.Utf8),
        ([0xFF, 0xFE], Strict.Utf16),
        ([0xFE, 0xFF], Strict.Utf16BigEndian),
    ];

    /// <param name="file">Read from its beginning.</param>
    /// <param name="stated">The encoding where somebody knows it.</param>
    /// <exception cref="ImportFileException">What the bytes mean cannot be told.</exception>
    public static async Task<FoundEncoding> FindAsync(Stream file, Encoding? stated, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var start = new byte[3];
        var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        foreach (var (mark, encoding) in s_marks)
        {
            if (start.AsSpan(0, length).StartsWith(mark) && (stated is null || stated.CodePage == encoding.CodePage))
            {
                return new FoundEncoding(encoding, mark.Length, NoteOf(encoding));
            }
        }

        if (stated is not null)
        {
            return new FoundEncoding(stated, 0, null);
        }

        var bytes = await ByteCounts.OfAsync(file, Buffer, cancellationToken);
        return bytes.IsUtf8 ? new FoundEncoding(Strict.Utf8, 0, null) : OfOneByte(bytes);
    }

    private static string? NoteOf(Encoding encoding) => encoding.CodePage == Strict.Utf8.CodePage
        ? null
        : $"The file is not UTF-8; by its byte order mark it is {encoding.WebName}.";

    private static FoundEncoding OfOneByte(ByteCounts bytes)
    {
        if (bytes.Sequences >= bytes.Broken)
        {
            throw new ImportFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"The file is UTF-8, but not in line {bytes.FirstBroken}; if it is in another encoding, name it with --encoding."));
        }

        if (bytes.Undefined > 0 || bytes.Foreign > MaxForeignShare * (bytes.Foreign + bytes.AsciiLetters))
        {
            throw new ImportFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"The file is not UTF-8 (line {bytes.FirstBroken}), and too much of it is no Latin letter to guess at: name its encoding "
                    + $"with --encoding, for example windows-1251 (Cyrillic) or windows-1256 (Arabic)."));
        }

        var name = bytes.Windows > 0 ? "windows-1252" : bytes.Latin9 > 0 ? "iso-8859-15" : "iso-8859-1";
        return new FoundEncoding(
            Strict.Named(name)!,
            0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The file is not UTF-8 (line {bytes.FirstBroken}); it was read as {name}. --encoding names another."));
    }
}
