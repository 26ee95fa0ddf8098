using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Alerting.Server.Http;

/// <summary>
/// An answer that is written in small pieces, each when the client has read enough of those before: what a client does not read
/// is neither encoded nor kept in memory. A client that reads nothing for too long is disconnected by <see cref="SlowReaders"/>.
/// </summary>
/// <remarks>
/// For one writer. That the client has gone is a result and not an exception: exceptions would be most of the cost when thousands
/// of clients go at once.
/// </remarks>
internal sealed class PacedAnswer : IDisposable
{
    /// <summary>Size of a piece in bytes.</summary>
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
        // Kestrel's minimum data rate gives a client more time the more was written for it; SlowReaders limits the time instead.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        _context = context;
        _output = context.Response.BodyWriter;
        _readers = readers;
        _clock = clock;

        // When the answer is compressed, the results of its writes do not show that the client has gone.
        _gone = context.RequestAborted;
        FlushedAt = clock.GetTimestamp();
        readers.Add(this);
    }

    /// <summary>Timestamp of the last <see cref="FlushAsync"/>.</summary>
    public long FlushedAt { get; private set; }

    /// <summary>
    /// Copies as many of the bytes as fit into the piece; the rest can be written after <see cref="FlushAsync"/>.
    /// </summary>
    /// <returns>How many bytes were copied.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(MaxPiece - _unflushed, bytes.Length);
        _output.Write(bytes[..taken]);
        _unflushed += taken;
        return taken;
    }

    /// <summary>Sends the piece; completes when there is room for the next one. False when the client has gone.</summary>
    public ValueTask<bool> FlushAsync()
    {
        _unflushed = 0;
        FlushedAt = _clock.GetTimestamp();
        var flush = _output.FlushAsync(CancellationToken.None);
        return flush.IsCompletedSuccessfully ? new ValueTask<bool>(IsOpen(flush.Result)) : WaitAsync(flush);
    }

    /// <summary>Writes all of the bytes, and sends each piece that they fill. False when the client has gone.</summary>
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
            // Kestrel reuses the context of a request for the next one, so it must not be touched when this answer has ended.
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
        // 0 means not waiting.
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
