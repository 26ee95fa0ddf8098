using System.Text;

namespace Alerting.Cli.Import.Text;

/// <summary>A file of text whose encoding is known. It is read more than once: what a date means is found in the whole of it.</summary>
internal sealed class TextFile : IAsyncDisposable
{
    private const int Buffer = 64 << 10;

    private readonly Stream _file;
    private readonly FoundEncoding _found;

    private TextFile(Stream file, FoundEncoding found)
    {
        _file = file;
        _found = found;
    }

    /// <summary>Which encoding was taken, as a sentence; null for UTF-8, which is what everybody expects.</summary>
    public string? EncodingNote => _found.Note;

    /// <summary>The bytes as they are, whose position tells how far a reading is.</summary>
    public Stream Bytes => _file;

    /// <summary>Takes over the stream; one that cannot be read twice, such as a pipe, is kept in a temporary file meanwhile.</summary>
    /// <param name="stated">The encoding, where it is known; null: it is found from the bytes.</param>
    /// <exception cref="ImportFileException">It is not known what the bytes mean.</exception>
    public static async Task<TextFile> OpenAsync(Stream file, Encoding? stated, CancellationToken cancellationToken)
    {
        var seekable = file.CanSeek ? file : await KeptAsync(file, cancellationToken);
        try
        {
            return new TextFile(seekable, await EncodingFinder.FindAsync(seekable, stated, cancellationToken));
        }
        catch
        {
            await seekable.DisposeAsync();
            throw;
        }
    }

    /// <summary>The text from the beginning, without its byte order mark. Only one reading at a time.</summary>
    public TextReader OpenText()
    {
        _file.Position = _found.MarkLength;
        return new StreamReader(_file, _found.Encoding, detectEncodingFromByteOrderMarks: false, Buffer, leaveOpen: true);
    }

    /// <summary>The same as UTF-8; belongs to this file and need not be disposed of.</summary>
    public Stream OpenUtf8()
    {
        _file.Position = _found.MarkLength;
        return _found.Encoding.CodePage == Strict.Utf8.CodePage
            ? _file
            : Encoding.CreateTranscodingStream(_file, _found.Encoding, Strict.Utf8, leaveOpen: true);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static async Task<FileStream> KeptAsync(Stream file, CancellationToken cancellationToken)
    {
        var kept = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose,
                BufferSize = Buffer,
            });
        try
        {
            await using (file)
            {
                await file.CopyToAsync(kept, cancellationToken);
            }

            return kept;
        }
        catch
        {
            await kept.DisposeAsync();
            throw;
        }
    }
}
