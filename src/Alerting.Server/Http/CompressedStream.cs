using System.Buffers;
using System.IO.Pipelines;

namespace Alerting.Server.Http;

/// <summary>A compressed body as its decoder reads it; counts the bytes that were read.</summary>
internal sealed class CompressedStream(PipeReader body) : ReadOnlyStream
{
    /// <summary>Called with the first byte, before the decoder has it.</summary>
    public Action<byte>? Begins { get; set; }

    /// <summary>Bytes that were read so far.</summary>
    public long Taken { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var result = await body.ReadAsync(cancellationToken);
        if (result.IsCanceled)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var some = result.Buffer.Slice(0, count);
        some.CopyTo(buffer.Span);
        body.AdvanceTo(some.End);
        if (Taken == 0 && count > 0)
        {
            Begins?.Invoke(buffer.Span[0]);
        }

        Taken += count;
        return count;
    }
}
