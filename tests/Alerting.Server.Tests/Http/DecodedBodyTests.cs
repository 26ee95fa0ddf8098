using System.IO.Compression;
using System.IO.Pipelines;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Alerting.Server.Tests.EndToEnd;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Http;

/// <summary>The guards of a body and the bounds of memory hold for one that is compressed.</summary>
public sealed class DecodedBodyTests : IDisposable
{
    private const int Mebibyte = 1 << 20;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly HttpOptions _options = new()
    {
        MaxBodySilence = TimeSpan.FromSeconds(30),
        MaxStreamSilence = TimeSpan.FromMinutes(5),
        MaxDecoderBytes = 32 * Mebibyte,
    };

    private readonly DefaultHttpContext _context = new();
    private readonly DecoderRoom _room;
    private readonly GuardedBody _sent;

    public DecodedBodyTests()
    {
        _room = new DecoderRoom(Options.Create(_options));
        _sent = new GuardedBody(_pipe.Reader, _options, _clock, _closing.Token);
    }

    public void Dispose() => _closing.Dispose();

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task What_has_come_is_given_before_more_comes_and_silence_is_cut_off(string coding)
    {
        using var body = Open(coding);
        var packed = Coded.Encode(coding, new string('x', 400_000) + "\n");
        await _pipe.Writer.WriteAsync(packed.AsMemory(..^8));
        long came = 0;
        var read = body.Reader.ReadAsync();
        while (read.IsCompleted)
        {
            came += await TakeAsync(body, read);
            read = body.Reader.ReadAsync();
        }

        Assert.True(came > 0 || coding == "br", "what was sent is decoded");
        var waiting = read.AsTask();
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(408, (await Assert.ThrowsAsync<BodyCutException>(() => waiting)).Status);
    }

    [Fact]
    public async Task One_that_may_pause_may_do_so_compressed()
    {
        using var body = Open("gzip");
        _context.Features.Set<IRequestBodyPipeFeature>(body);
        GuardedBody.AllowPauses(_context);
        var waiting = body.Reader.ReadAsync().AsTask();
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(waiting.IsCompleted);
        await _pipe.Writer.WriteAsync(Coded.Encode("gzip", "line\n"));
        Assert.Equal(5, (await waiting).Buffer.Length);
    }

    [Fact]
    public async Task A_process_that_ends_waits_for_no_compressed_body()
    {
        using var body = Open("gzip");
        var waiting = body.Reader.ReadAsync().AsTask();
        await _closing.CancelAsync();
        Assert.Equal(503, (await Assert.ThrowsAsync<BodyCutException>(() => waiting)).Status);
    }

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("deflate", 0)]
    [InlineData("br", 4)]
    [InlineData("zstd", 8)]
    public async Task A_decoder_takes_room_for_its_window_and_gives_it_back_at_the_end_of_the_body(string coding, int mebibytes)
    {
        await _pipe.Writer.WriteAsync(Coded.Encode(coding, Noise(10 * Mebibyte)));
        await _pipe.Writer.CompleteAsync();
        using var body = Open(coding);
        Assert.InRange(_room.Decoders.Taken, 1, Mebibyte / 2);
        Assert.Equal(0, _room.Windows.Taken);
        var most = 0L;
        Assert.Equal(10 * Mebibyte, await ReadAllAsync(body, () => most = Math.Max(most, _room.Windows.Taken)));
        Assert.Equal(mebibytes * Mebibyte, most);
        Assert.Equal((0, 0), (_room.Windows.Taken, _room.Decoders.Taken));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(24)]
    public void The_window_of_brotli_is_read_off_its_first_byte(int bits)
    {
        using var encoder = new BrotliEncoder(5, bits);
        var packed = new byte[100_000];
        encoder.Compress(Noise(50_000), packed, out _, out _, isFinalBlock: true);
        Assert.Equal(1L << bits, ContentCoding.Find("br")!.Window(packed[0], 0));
    }

    [Fact]
    public async Task Where_there_is_no_room_for_a_window_a_body_is_refused_before_it_fills_and_leaves_nothing_behind()
    {
        var body = Coded.Encode("br", Noise(Mebibyte));
        var held = new List<DecodedBody>();
        for (var i = 0; i < 4; i++)
        {
            held.Add(await OpenAsync("br", body));
            await TakeAsync(held[^1], held[^1].Reader.ReadAsync());
        }

        Assert.Equal(16 * Mebibyte, _room.Windows.Taken);
        using (var fifth = await OpenAsync("br", body))
        {
            Assert.Equal(503, (await Assert.ThrowsAsync<BodyCutException>(() => ReadAllAsync(fifth))).Status);
        }

        // gzip remembers next to nothing.
        using (var gzip = await OpenAsync("gzip", Coded.Encode("gzip", Noise(Mebibyte))))
        {
            Assert.Equal(Mebibyte, await ReadAllAsync(gzip));
        }

        held.ForEach(static one => one.Dispose());
        Assert.Equal((0, 0), (_room.Windows.Taken, _room.Decoders.Taken));
    }

    [Fact]
    public void Where_there_is_no_room_for_one_more_decoder_a_body_is_refused_at_once()
    {
        var held = new List<DecodedBody>();
        Assert.Throws<BodyCutException>(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                held.Add(Open("gzip"));
            }
        });
        Assert.Equal(16 * Mebibyte / (64 << 10), held.Count);
        held.ForEach(static one => one.Dispose());
        Assert.Equal(0, _room.Decoders.Taken);
    }

    [Fact]
    public async Task A_reader_that_decodes_without_waiting_lets_others_have_the_thread()
    {
        using var body = Open("gzip");
        await _pipe.Writer.WriteAsync(Coded.Encode("gzip", new byte[4 * Mebibyte]));
        await _pipe.Writer.CompleteAsync();
        var (waits, ended) = (0, false);
        while (!ended)
        {
            var read = body.Reader.ReadAsync();
            waits += read.IsCompleted ? 0 : 1;
            var result = await read;
            ended = result.IsCompleted;
            body.Reader.AdvanceTo(result.Buffer.End);
        }

        Assert.InRange(waits, 1, 100);
    }

    [Fact]
    public async Task What_lies_behind_the_end_is_not_passed_over()
    {
        using var body = Open("br");
        await _pipe.Writer.WriteAsync(Coded.Encode("br", "one"));
        await _pipe.Writer.WriteAsync(Coded.Encode("br", Noise(Mebibyte)));
        await _pipe.Writer.CompleteAsync();
        Assert.Equal(400, (await Assert.ThrowsAsync<BadHttpRequestException>(() => ReadAllAsync(body))).StatusCode);
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static async Task<long> ReadAllAsync(DecodedBody body, Action? look = null)
    {
        for (var length = 0L; ;)
        {
            var result = await body.Reader.ReadAsync();
            length += result.Buffer.Length;
            look?.Invoke();
            body.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return length;
            }
        }
    }

    private static async Task<long> TakeAsync(DecodedBody body, ValueTask<ReadResult> read)
    {
        var result = await read;
        var length = result.Buffer.Length;
        body.Reader.AdvanceTo(result.Buffer.End);
        return length;
    }

    /// <summary>Another body, that has come in full.</summary>
    private async Task<DecodedBody> OpenAsync(string coding, byte[] packed)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(packed);
        await pipe.Writer.CompleteAsync();
        return new DecodedBody(ContentCoding.Find(coding)!, new GuardedBody(pipe.Reader, _options, _clock, default), _room);
    }

    private DecodedBody Open(string coding) => new(ContentCoding.Find(coding)!, _sent, _room);
}
