using System.IO.Pipelines;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Server.Tests.Http;

public sealed class PacedAnswerTests : IDisposable
{
    private const int Room = 2 * PacedAnswer.MaxPiece;

    private readonly FakeTimeProvider _clock = new();
    private readonly SlowReaders _readers;
    private readonly Connection _connection = new();
    private readonly PacedAnswer _answer;

    public PacedAnswerTests()
    {
        _readers = new SlowReaders(_clock, NullLogger<SlowReaders>.Instance);
        _answer = new PacedAnswer(_connection.Context, _readers, _clock);
    }

    public void Dispose()
    {
        _answer.Dispose();
        _readers.Dispose();
    }

    [Fact]
    public async Task No_more_is_written_than_the_client_has_made_room_for()
    {
        var writing = _answer.WriteAsync(new byte[20 * PacedAnswer.MaxPiece]);
        Assert.False(writing.IsCompleted);
        Assert.Equal(Room, _connection.Waiting);

        var taken = 0;
        while (!writing.IsCompleted)
        {
            taken += await _connection.TakeAsync();
            Assert.True(_connection.Waiting <= Room, $"{_connection.Waiting} bytes wait");
        }

        // The last piece is for the writer to send.
        Assert.True(await writing);
        Assert.Equal(19 * PacedAnswer.MaxPiece, taken + _connection.Waiting);
    }

    [Fact]
    public void A_client_that_takes_nothing_for_a_minute_is_let_go()
    {
        var writing = _answer.WriteAsync(new byte[20 * PacedAnswer.MaxPiece]);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(_connection.IsAborted);

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True(_connection.IsAborted);
        Assert.False(writing.IsCompleted);
    }

    [Fact]
    public async Task A_client_that_takes_a_little_now_and_then_is_kept()
    {
        var writing = _answer.WriteAsync(new byte[200 * PacedAnswer.MaxPiece]);
        for (var minute = 0; minute < 10; minute++)
        {
            _clock.Advance(TimeSpan.FromSeconds(50));
            await _connection.TakeAsync();
        }

        Assert.False(_connection.IsAborted);
        Assert.False(writing.IsCompleted);
    }

    [Fact]
    public async Task A_client_that_has_all_there_is_may_wait_for_ever()
    {
        Assert.True(await _answer.WriteAsync("one"u8.ToArray()) && await _answer.FlushAsync());
        _clock.Advance(TimeSpan.FromHours(10));
        Assert.False(_connection.IsAborted);
    }

    [Fact]
    public void An_answer_that_has_ended_does_not_end_the_next_request_of_its_connection()
    {
        var writing = _answer.WriteAsync(new byte[20 * PacedAnswer.MaxPiece]);
        _answer.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(_answer.AbortAfter(TimeSpan.Zero));
        Assert.False(_connection.IsAborted);
        Assert.Equal(0, _readers.Count);
        Assert.False(writing.IsCompleted);
    }

    [Fact]
    public async Task A_client_that_has_gone_is_told_by_the_result()
    {
        var writing = _answer.WriteAsync(new byte[20 * PacedAnswer.MaxPiece]);
        await _connection.LeaveAsync();
        Assert.False(await writing);
    }

    /// <summary>What a server does between a pipe and a client that takes when the test says so.</summary>
    private sealed class Connection : IHttpResponseBodyFeature, IHttpRequestLifetimeFeature
    {
        private readonly Pipe _pipe = new(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: Room, resumeWriterThreshold: Room / 2));

        public Connection()
        {
            Context = new DefaultHttpContext();
            Context.Features.Set<IHttpResponseBodyFeature>(this);
            Context.Features.Set<IHttpRequestLifetimeFeature>(this);
        }

        public HttpContext Context { get; }

        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public PipeWriter Writer => _pipe.Writer;

        public Stream Stream => throw new NotSupportedException();

        public long Waiting
        {
            get
            {
                if (!_pipe.Reader.TryRead(out var read))
                {
                    return 0;
                }

                var length = read.Buffer.Length;
                _pipe.Reader.AdvanceTo(read.Buffer.Start);
                return length;
            }
        }

        /// <summary>Takes all that waits.</summary>
        public async Task<int> TakeAsync()
        {
            var read = await _pipe.Reader.ReadAsync();
            var length = (int)read.Buffer.Length;
            _pipe.Reader.AdvanceTo(read.Buffer.End);
            return length;
        }

        public ValueTask LeaveAsync() => _pipe.Reader.CompleteAsync();

        public void Abort() => IsAborted = true;

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task CompleteAsync() => Task.CompletedTask;

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
