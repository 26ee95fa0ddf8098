using System.Net.ServerSentEvents;

namespace Alerting.Client;

/// <summary>
/// One connection of a live feed. Whatever comes over it, a comment too, is a sign of life; after too long without one it
/// is given up, for a network that is gone tells nobody.
/// </summary>
internal sealed class FeedConnection : IAsyncDisposable
{
    private readonly FeedOptions _options;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;
    private IAsyncEnumerator<SseItem<byte[]>>? _events;

    public FeedConnection(FeedOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _silence = new CancellationTokenSource(options.MaxSilence, options.Clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
    }

    /// <summary>Cancelled by the caller or by silence.</summary>
    public CancellationToken Watched => _either.Token;

    public void Open(Stream stream)
    {
        var parser = SseParser.Create(new AliveStream(stream, () => _silence.CancelAfter(_options.MaxSilence)),
            static (_, data) => data.ToArray());
        _events = parser.EnumerateAsync(Watched).GetAsyncEnumerator(Watched);
    }

    /// <summary>Null when the server has ended the feed.</summary>
    public async ValueTask<FeedEvent?> NextAsync() =>
        await _events!.MoveNextAsync().ConfigureAwait(false)
            ? new FeedEvent(_events.Current.EventId, _events.Current.EventType, _events.Current.Data)
            : null;

    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync().ConfigureAwait(false);
        }

        _either.Dispose();
        _silence.Dispose();
    }

    internal readonly record struct FeedEvent(string? EventId, string EventType, byte[] Data);

    /// <summary>Says when something has come.</summary>
    private sealed class AliveStream(Stream inner, Action alive) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            alive();
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
