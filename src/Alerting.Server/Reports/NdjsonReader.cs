using System.Buffers;
using System.IO.Pipelines;

namespace Alerting.Server.Reports;

/// <summary>One line of newline-delimited JSON.</summary>
/// <param name="Index">How many-th line that is not blank, from 0.</param>
/// <param name="LineNumber">How many-th line at all, from 1.</param>
/// <param name="Utf8">The line without its end. Empty when it is too long.</param>
/// <param name="TooLong">The line is longer than the reader's limit; it was passed over.</param>
internal readonly record struct NdjsonLine(long Index, long LineNumber, ReadOnlyMemory<byte> Utf8, bool TooLong);

/// <summary>
/// Lines of a stream as they come in, in batches of what is there, in constant memory. Lines end in LF or CR LF, the
/// last one need not; a byte order mark at the start and blank lines are passed over.
/// </summary>
/// <remarks>
/// The lines of a batch lie in the pipe's own memory: they are valid up to the next call of
/// <see cref="ReadBatchAsync"/> or <see cref="Dispose"/>, so parse them before. The pipe stays the caller's, to be
/// completed after this reader is disposed of. Not safe for concurrent use.
/// </remarks>
/// <param name="maxLineLength">Longest line, in bytes without its end.</param>
/// <param name="linesBefore">How many lines of the stream were read by another; they count in the numbers of lines.</param>
internal sealed class NdjsonReader(
    PipeReader pipe,
    int maxLineLength = NdjsonReader.DefaultMaxLineLength,
    long linesBefore = 0)
    : IDisposable
{
    public const int DefaultMaxLineLength = 64 * 1024;

    // Bytes that may precede the end of a line besides its content: byte order mark and CR.
    private const int Allowance = 4;

    private static readonly SearchValues<byte> s_blank = SearchValues.Create(" \t\r\n"u8);

    private readonly List<byte[]> _rented = [];
    private bool _holdsBuffer;
    private SequencePosition _consumed;
    private SequencePosition _examined;
    private long _searched;
    private bool _skipping;
    private bool _ended;
    private long _lines = linesBefore;
    private long _index;

    /// <summary>
    /// Adds the complete lines that are there, waiting only while there is none; <paramref name="into"/> is not cleared.
    /// False when the stream has ended and nothing was added.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled, also by <see cref="PipeReader.CancelPendingRead"/>.</exception>
    public async ValueTask<bool> ReadBatchAsync(List<NdjsonLine> into, int maxLines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLines, 1);
        Release();
        var full = into.Count + maxLines;
        var start = into.Count;
        while (!_ended && into.Count == start)
        {
            Release();
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            (_consumed, _examined, _holdsBuffer) = (result.Buffer.Start, result.Buffer.Start, true);
            if (result.IsCanceled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            Take(result.Buffer, result.IsCompleted, into, full);
        }

        return into.Count > start;
    }

    public void Dispose() => Release();

    private void Release()
    {
        foreach (var array in _rented)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        _rented.Clear();
        if (_holdsBuffer)
        {
            _holdsBuffer = false;
            pipe.AdvanceTo(_consumed, _examined);
        }
    }

    private void Take(ReadOnlySequence<byte> buffer, bool completed, List<NdjsonLine> into, int full)
    {
        while (into.Count < full)
        {
            buffer = SkipBlankLines(buffer);
            if (buffer.Slice(_searched).PositionOf((byte)'\n') is { } end)
            {
                Add(buffer.Slice(0, end), into);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                _searched = 0;
                continue;
            }

            if (completed)
            {
                _ended = true;
                if (buffer.Length > 0 || _skipping)
                {
                    Add(buffer, into);
                }

                buffer = buffer.Slice(buffer.End);
            }
            else if (_skipping || buffer.Length > (long)maxLineLength + Allowance)
            {
                // It is reported at once; the rest of the line is not kept.
                AddTooLong(into);
                buffer = buffer.Slice(buffer.End);
            }

            _searched = buffer.Length;
            _consumed = buffer.Start;
            _examined = buffer.End;
            return;
        }

        // There may be more lines, so what follows does not count as examined.
        _consumed = buffer.Start;
        _examined = buffer.Start;
    }

    /// <summary>
    /// Skips consecutive blank lines at once: one by one, they would be by far the most expensive input that gets no answer.
    /// </summary>
    private ReadOnlySequence<byte> SkipBlankLines(ReadOnlySequence<byte> buffer)
    {
        if (_skipping || buffer.FirstSpan is not [<= (byte)' ', ..] start)
        {
            return buffer;
        }

        // At most the length of a line: a longer line of blanks is reported like any line that is too long.
        start = start[..Math.Min(start.Length, maxLineLength)];
        var blank = start.IndexOfAnyExcept(s_blank) is >= 0 and var end ? start[..end] : start;
        var whole = blank[..(blank.LastIndexOf((byte)'\n') + 1)];
        if (whole.IsEmpty)
        {
            return buffer;
        }

        _lines += whole.Count((byte)'\n');
        _searched = 0;
        return buffer.Slice(whole.Length);
    }

    private void Add(ReadOnlySequence<byte> line, List<NdjsonLine> into)
    {
        if (_skipping)
        {
            _skipping = false;
            return;
        }

        _lines++;
        if (line.Length > (long)maxLineLength + Allowance)
        {
            into.Add(new NdjsonLine(_index++, _lines, default, TooLong: true));
            return;
        }

        var text = Contiguous(line);
        if (_lines == 1 && text.Span.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        if (text.Span.EndsWith("\r"u8))
        {
            text = text[..^1];
        }

        if (text.Length > maxLineLength)
        {
            into.Add(new NdjsonLine(_index++, _lines, default, TooLong: true));
        }
        else if (text.Span.ContainsAnyExcept(" \t\r"u8))
        {
            into.Add(new NdjsonLine(_index++, _lines, text, TooLong: false));
        }
    }

    private void AddTooLong(List<NdjsonLine> into)
    {
        if (!_skipping)
        {
            _skipping = true;
            _lines++;
            into.Add(new NdjsonLine(_index++, _lines, default, TooLong: true));
        }
    }

    private ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> line)
    {
        if (line.IsSingleSegment)
        {
            return line.First;
        }

        var array = ArrayPool<byte>.Shared.Rent((int)line.Length);
        _rented.Add(array);
        line.CopyTo(array);
        return array.AsMemory(0, (int)line.Length);
    }
}
