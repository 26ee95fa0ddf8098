using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Hashing;

namespace Alerting.Server.Http;

/// <summary>
/// The body of an answer that many get; in each content coding it is made once, when somebody wants it so. With gzip only those parts
/// are compressed that were in no body before.
/// </summary>
internal sealed class SharedBody
{
    // RFC 1952 section 2.3: no name, no time, made by an unknown system. The compressed blocks follow, the CRC-32 and the length.
    private static readonly byte[] s_gzipHead = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

    /// <summary>An empty block without compression that is the last one (RFC 1951 section 3.2.4).</summary>
    private static ReadOnlySpan<byte> LastBlock => [1, 0, 0, 0xff, 0xff];

    private readonly IReadOnlyList<BodyPart> _parts;
    private readonly Lazy<byte[]> _bytes;
    private readonly Lazy<IReadOnlyList<ReadOnlyMemory<byte>>> _gzip;
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _coded = new(StringComparer.Ordinal);

    public SharedBody(IReadOnlyList<BodyPart> parts, string contentType)
    {
        (_parts, ContentType, Length) = (parts, contentType, parts.Sum(static part => part.Bytes.Length));
        _bytes = new(Join);
        _gzip = new(Gzip);
    }

    public string ContentType { get; }

    /// <summary>Bytes without a coding.</summary>
    public int Length { get; }

    /// <summary>Without a coding.</summary>
    public byte[] Bytes => _bytes.Value;

    /// <summary>With the content coding gzip, in pieces that follow each other.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Gzipped => _gzip.Value;

    /// <summary>In a content coding.</summary>
    /// <param name="coding">Its name.</param>
    /// <param name="open">Makes a stream that encodes into another.</param>
    public byte[] In(string coding, Func<Stream, Stream> open) => _coded.GetOrAdd(coding, _ => new Lazy<byte[]>(() => Encode(open))).Value;

    private byte[] Join()
    {
        var bytes = new byte[Length];
        var rest = bytes.AsSpan();
        foreach (var part in _parts)
        {
            part.Bytes.Span.CopyTo(rest);
            rest = rest[part.Bytes.Length..];
        }

        return bytes;
    }

    private ReadOnlyMemory<byte>[] Gzip()
    {
        var crc = new Crc32();
        foreach (var part in _parts)
        {
            crc.Append(part.Bytes.Span);
        }

        var end = new byte[LastBlock.Length + (2 * sizeof(uint))];
        LastBlock.CopyTo(end);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length), crc.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length + sizeof(uint)), (uint)Length);
        return [s_gzipHead, .. _parts.Select(static part => part.Deflated), end];
    }

    private byte[] Encode(Func<Stream, Stream> open)
    {
        using var encoded = new MemoryStream(Length / 8);
        using (var encoder = open(encoded))
        {
            foreach (var part in _parts)
            {
                encoder.Write(part.Bytes.Span);
            }
        }

        return encoded.ToArray();
    }
}
