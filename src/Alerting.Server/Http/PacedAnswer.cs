using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Alerting.Server.Http;

/// <summary>
/// An answer written in small pieces, each of which waits until the client has made room for it: what a client does not
/// read is neither encoded nor held for it. One that takes nothing for too long is let go by <see cref="SlowReaders"/>.
/// </summary>
/// <remarks>
/// For one writer. A client that has gone is told by the result and not by an exception, which would be most of what it
/// costs to lose thousands of them.
/// </remarks>
internal sealed class PacedAnswer : IDisposable
{
    /// <summary>Bytes of one piece.</summary>
    public const int MaxPiece = 4 << 10;

    private readonly HttpContext _context;
    private readonly PipeWriter _output;
    private readonly SlowReaders _readers;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _gone;
    private readonly Lock _ending = new();
    private int _unflushed;
    private long _waitingSince;
    private bool _ended;

    public PacedAnswer(HttpContext context, SlowReaders readers, TimeProvider clock)
    {
        // By its own measure the server would forgive a client more the more has been written for it.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        _context = context;
        _output = context.Response.BodyWriter;
        _readers = readers;
        _clock = clock;

        // An answer that is compressed on its way does not say in its results that the client has gone.
        _gone = context.RequestAborted;
        FlushedAt = clock.GetTimestamp();
        readers.Add(this);
    }

    /// <summary>Timestamp of the last <see cref="FlushAsync"/>.</summary>
    public long FlushedAt { get; private set; }

    /// <summary>Takes as many of the bytes as the piece has room for; the rest are for after <see cref="FlushAsync"/>.</summary>
    /// <returns>How many it took.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(MaxPiece - _unflushed, bytes.Length);
        _output.Write(bytes[..taken]);
        _unflushed += taken;
        return taken;
    }

    /// <summary>Sends the piece; completes when there is room for the next. False when nobody will take it any more.</summary>
    public ValueTask<bool> FlushAsync()
    {
        _unflushed = 0;
        FlushedAt = _clock.GetTimestamp();
        var flush = _output.FlushAsync(CancellationToken.None);
        return flush.IsCompletedSuccessfully ? new ValueTask<bool>(IsOpen(flush.Result)) : WaitAsync(flush);
    }

    /// <summary>Writes all of the bytes, sending each piece that they fill. False when nobody will take them any more.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        for (bytes = bytes[Write(bytes.Span)..]; !bytes.IsEmpty; bytes = bytes[Write(bytes.Span)..])
        {
            if (!await FlushAsync())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Aborts the connection if the client has kept the answer waiting for so long. From any thread.</summary>
    public bool AbortAfter(TimeSpan patience)
    {
        lock (_ending)
        {
            // The server uses the context of a request that has ended for the next one.
            var since = Volatile.Read(ref _waitingSince);
            if (_ended || since == 0 || _clock.GetElapsedTime(since) < patience)
            {
                return false;
            }

            _context.Abort();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_ending)
        {
            _ended = true;
        }

        _readers.Remove(this);
    }

    private bool IsOpen(FlushResult result) => !result.IsCompleted && !result.IsCanceled && !_gone.IsCancellationRequested;

    private async ValueTask<bool> WaitAsync(ValueTask<FlushResult> flush)
    {
        // 0 stands for not waiting.
        Volatile.Write(ref _waitingSince, Math.Max(_clock.GetTimestamp(), 1));
        try
        {
            return IsOpen(await flush);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }
}
