using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Alerting.Server.Http;

/// <summary>
/// Part of an answer on disk: compressed blocks, each read once and in the order in which they were written. Lines of an answer
/// are much alike, most of all those of bad input, so they take a small part of their length. Not safe for concurrent use.
/// </summary>
internal sealed class SpoolFile(SafeFileHandle file, SpoolSpace space) : IDisposable
{
    // Space is freed file by file, so that the limit is kept even if the reader never catches up.
    private const long FullLength = 4 << 20;
    private const int HeaderLength = 2 * sizeof(int);
    private const int Quality = 1;
    private const int Window = 18;

    private long _read;

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; private set; }

    public bool IsFull => Length >= FullLength;

    /// <summary>Whether all blocks have been read.</summary>
    public bool IsRead => _read == Length;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        var stored = ArrayPool<byte>.Shared.Rent(HeaderLength + BrotliEncoder.GetMaxCompressedLength(block.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(block.Span, stored.AsSpan(HeaderLength), out var length, Quality, Window))
            {
                throw new InvalidOperationException("A block did not fit where any does.");
            }

            BinaryPrimitives.WriteInt32LittleEndian(stored, length);
            BinaryPrimitives.WriteInt32LittleEndian(stored.AsSpan(sizeof(int)), block.Length);
            await RandomAccess.WriteAsync(file, stored.AsMemory(0, HeaderLength + length), Length, cancellationToken);
            Length += HeaderLength + length;
            space.Take(HeaderLength + length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <summary>The next block; there is one while <see cref="IsRead"/> is false.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        await ReadAsync(header, _read, cancellationToken);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        var block = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(sizeof(int)))];
        var stored = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await ReadAsync(stored.AsMemory(0, length), _read + HeaderLength, cancellationToken);
            if (!BrotliDecoder.TryDecompress(stored.AsSpan(0, length), block, out var written) || written != block.Length)
            {
                throw new InvalidDataException("A temporary file does not hold what was written to it.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }

        _read += HeaderLength + length;
        return block;
    }

    public void Dispose()
    {
        file.Dispose();
        space.Free(Length);
        Length = 0;
    }

    private async ValueTask ReadAsync(Memory<byte> into, long from, CancellationToken cancellationToken)
    {
        for (var read = 0; read < into.Length;)
        {
            var more = await RandomAccess.ReadAsync(file, into[read..], from + read, cancellationToken);
            read += more > 0 ? more : throw new EndOfStreamException("A temporary file ends early.");
        }
    }
}
