using System.IO.Pipelines;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Http;

/// <summary>A body is waited for only so long, whoever reads it.</summary>
public sealed class GuardedBodyTests : IDisposable
{
    private readonly Pipe _pipe = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly HttpOptions _options = new()
    {
        MaxBodySilence = TimeSpan.FromSeconds(30),
        MaxBodyDuration = TimeSpan.FromSeconds(100),
        MaxStreamSilence = TimeSpan.FromMinutes(5),
    };

    private readonly DefaultHttpContext _context = new();

    public GuardedBodyTests() =>
        _context.Features.Set<IRequestBodyPipeFeature>(new GuardedBody(_pipe.Reader, _options, _clock, _closing.Token));

    private PipeReader Body => _context.Request.BodyReader;

    public void Dispose() => _closing.Dispose();

    [Fact]
    public async Task A_silent_body_is_given_up()
    {
        var read = Body.ReadAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(read.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(2));

        var cut = await Assert.ThrowsAsync<BodyCutException>(() => read);
        Assert.Equal((408, "body-timed-out"), (cut.Status, cut.Fault.Type));
    }

    [Fact]
    public async Task One_that_comes_in_drops_is_given_up_when_it_takes_too_long()
    {
        for (var i = 0; i < 5; i++)
        {
            var read = Body.ReadAsync().AsTask();
            _clock.Advance(TimeSpan.FromSeconds(19));
            await _pipe.Writer.WriteAsync("x"u8.ToArray());
            Body.AdvanceTo((await read).Buffer.End);
        }

        var late = Body.ReadAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(19));

        Assert.Contains("100 s", (await Assert.ThrowsAsync<BodyCutException>(() => late)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_may_pause_may_do_so_again_and_again_but_not_for_ever()
    {
        GuardedBody.AllowPauses(_context);
        for (var i = 0; i < 100; i++)
        {
            var read = Body.ReadAsync().AsTask();
            _clock.Advance(TimeSpan.FromMinutes(4));
            await _pipe.Writer.WriteAsync("x"u8.ToArray());
            Body.AdvanceTo((await read).Buffer.End);
        }

        var last = Body.ReadAsync().AsTask();
        _clock.Advance(TimeSpan.FromMinutes(6));

        await Assert.ThrowsAsync<BodyCutException>(() => last);
    }

    [Fact]
    public async Task A_process_that_ends_waits_for_none_and_takes_none_that_is_there()
    {
        var read = Body.ReadAsync().AsTask();

        await _closing.CancelAsync();

        Assert.Equal(503, (await Assert.ThrowsAsync<BodyCutException>(() => read)).Status);
        await _pipe.Writer.WriteAsync("x"u8.ToArray());
        await Assert.ThrowsAsync<BodyCutException>(() => Body.ReadAsync().AsTask());
    }

    [Fact]
    public async Task What_is_given_up_leaves_the_pipe_in_order()
    {
        await _pipe.Writer.WriteAsync("abc"u8.ToArray());
        var first = await Body.ReadAsync();
        Body.AdvanceTo(first.Buffer.Start, first.Buffer.End);
        var read = Body.ReadAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<BodyCutException>(() => read);

        // The web server reads on behind the request.
        Assert.True(_pipe.Reader.TryRead(out var rest));
        Assert.Equal(3, rest.Buffer.Length);
    }

    [Fact]
    public async Task A_reader_that_cancels_its_own_read_is_told_so()
    {
        var read = Body.ReadAsync().AsTask();

        Body.CancelPendingRead();

        Assert.True((await read).IsCanceled);
    }
}
