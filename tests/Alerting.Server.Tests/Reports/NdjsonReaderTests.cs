using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CsCheck;
using Xunit;

namespace Alerting.Server.Reports;

public sealed class NdjsonReaderTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Theory]
    [InlineData("", "")]
    [InlineData("\n\r\n \t\n", "")]
    [InlineData("a", "0:1:a")]
    [InlineData("a\n", "0:1:a")]
    [InlineData("a\r\nb\r\n", "0:1:a|1:2:b")]
    [InlineData("\n a \n\n\nb", "0:2: a |1:5:b")]
    [InlineData("\uFEFFa\n\uFEFFb", "0:1:a|1:2:\uFEFFb")]
    [InlineData("\uFEFF", "")]
    [InlineData("\uFEFF\n", "")]
    [InlineData("12345678\n123456789\n\n12345678\r\n", "0:1:12345678|1:2:!|2:4:12345678")]
    [InlineData("\uFEFF12345678\r\n", "0:1:12345678")]
    [InlineData("123456789", "0:1:!")]
    [InlineData("1234567890123456789012345678901234567890\nb", "0:1:!|1:2:b")]
    [InlineData("1234567890123456789012345678901234567890", "0:1:!")]
    public async Task Splits_lines(string text, string expected)
    {
        foreach (var segment in new[] { 1, 2, 3, 7, 100 })
        {
            Assert.Equal(expected, string.Join('|', await ReadAll(Encoding.UTF8.GetBytes(text), [segment], 8, 3)));
        }
    }

    [Fact]
    public async Task Splits_as_a_naive_reader_does_however_the_stream_is_segmented()
    {
        var bytes = Gen.OneOf(
            Gen.Const((byte)'\n'), Gen.Const((byte)'\r'), Gen.Const((byte)' '), Gen.Byte[(byte)'a', (byte)'z'],
            Gen.Byte[(byte)'a', (byte)'z'], Gen.Byte[(byte)'a', (byte)'z']).Array[0, 200];
        await Gen.Select(bytes, Gen.Int[1, 40].Array[1, 5], Gen.Int[1, 10], Gen.Int[1, 12])
            .SampleAsync(async (text, segments, batch, max) =>
            Assert.Equal(Naive(text, max), await ReadAll(text, segments, max, batch)));
    }

    [Fact]
    public async Task Gives_what_is_there_without_waiting_for_more()
    {
        var pipe = new Pipe();
        using var reader = new NdjsonReader(pipe.Reader);
        var lines = new List<NdjsonLine>();

        await pipe.Writer.WriteAsync("one\ntwo\nthr"u8.ToArray(), s_none);
        Assert.True(await reader.ReadBatchAsync(lines, 100, s_none));
        Assert.Equal(["one", "two"], lines.Select(Text));

        lines.Clear();
        var next = reader.ReadBatchAsync(lines, 100, s_none);
        Assert.False(next.IsCompleted);
        await pipe.Writer.WriteAsync("ee\n"u8.ToArray(), s_none);
        Assert.True(await next);
        Assert.Equal(["three"], lines.Select(Text));

        await pipe.Writer.CompleteAsync();
        Assert.False(await reader.ReadBatchAsync(lines, 100, s_none));
        Assert.False(await reader.ReadBatchAsync(lines, 100, s_none));
    }

    [Fact]
    public async Task Takes_no_more_lines_than_asked_for()
    {
        using var reader = new NdjsonReader(PipeReader.Create(new ReadOnlySequence<byte>("a\nb\nc"u8.ToArray())));
        var lines = new List<NdjsonLine>();

        Assert.True(await reader.ReadBatchAsync(lines, 2, s_none));
        Assert.Equal(["a", "b"], lines.Select(Text));
        Assert.True(await reader.ReadBatchAsync(lines, 2, s_none));
        Assert.Equal("c", Text(lines[2]));
    }

    [Fact]
    public async Task Passes_over_a_line_of_any_length_without_holding_it()
    {
        // The pipe takes in no more than 96 KiB that were not looked at: holding the line would make this wait for ever.
        var pipe =
            new Pipe(new PipeOptions(pauseWriterThreshold: 96 * 1024, resumeWriterThreshold: 48 * 1024, useSynchronizationContext: false));
        using var reader = new NdjsonReader(pipe.Reader);
        var writing = Task.Run(async () =>
        {
            var part = new byte[16 * 1024];
            part.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 1000; i++)
            {
                await pipe.Writer.WriteAsync(part, s_none);
            }

            await pipe.Writer.WriteAsync("\nnext\n"u8.ToArray(), s_none);
            await pipe.Writer.CompleteAsync();
        }, s_none);

        var lines = new List<NdjsonLine>();
        while (await reader.ReadBatchAsync(lines, 10, s_none))
        {
            if (lines.Count == 2)
            {
                Assert.Equal("next", Text(lines[1]));
            }
        }

        await writing;
        Assert.Equal([(0, 1, true), (1, 2, false)], lines.Select(line => (line.Index, line.LineNumber, line.TooLong)));
    }

    [Fact]
    public async Task Takes_lines_of_exactly_the_limit()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'a', 64 * 1024), (byte)'\n', .. Enumerable.Repeat((byte)'b', (64 * 1024) + 1)];

        var lines = await ReadAll(text, [4096], NdjsonReader.DefaultMaxLineLength, 10);

        Assert.Equal("0:1:" + new string('a', 64 * 1024), lines[0]);
        Assert.Equal("1:2:!", lines[1]);
    }

    [Fact]
    public async Task Stops_when_cancelled()
    {
        var pipe = new Pipe();
        using var reader = new NdjsonReader(pipe.Reader);
        using var cancelled = new CancellationTokenSource();
        var reading = reader.ReadBatchAsync([], 1, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
    }

    private static async Task<List<string>> ReadAll(byte[] text, int[] segments, int max, int batch)
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 1, pool: new ExactPool(segments[0]), useSynchronizationContext: false));
        using var reader = new NdjsonReader(pipe.Reader, max);
        var writing = Write(pipe.Writer, text, segments);
        var read = new List<string>();
        var lines = new List<NdjsonLine>();
        while (await reader.ReadBatchAsync(lines, batch, s_none))
        {
            Assert.InRange(lines.Count, 1, batch);
            read.AddRange(lines.Select(line => $"{line.Index}:{line.LineNumber}:{(line.TooLong ? "!" : Text(line))}"));
            lines.Clear();
        }

        await writing;
        return read;
    }

    private static async Task Write(PipeWriter writer, byte[] text, int[] segments)
    {
        var at = 0;
        for (var i = 0; at < text.Length; i++)
        {
            var length = Math.Min(segments[i % segments.Length], text.Length - at);
            await writer.WriteAsync(text.AsMemory(at, length), s_none);
            at += length;
        }

        await writer.CompleteAsync();
    }

    private static List<string> Naive(byte[] text, int max)
    {
        var lines = Encoding.UTF8.GetString(text).Split('\n');
        var read = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
            if (line.Length > max)
            {
                read.Add($"{read.Count}:{i + 1}:!");
            }
            else if (line.Trim(' ', '\t', '\r').Length > 0)
            {
                read.Add($"{read.Count}:{i + 1}:{line}");
            }
        }

        return read;
    }

    private static string Text(NdjsonLine line) => Encoding.UTF8.GetString(line.Utf8.Span);

    /// <summary>Memory in blocks of one size, so that lines straddle segments.</summary>
    private sealed class ExactPool(int size) : MemoryPool<byte>
    {
        public override int MaxBufferSize => size;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Block(new byte[size]);

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Block(byte[] memory) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory => memory;

            // What is used after its return must not look right.
            public void Dispose() => memory.AsSpan().Fill((byte)'#');
        }
    }
}
