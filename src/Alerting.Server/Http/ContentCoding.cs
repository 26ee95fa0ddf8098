using System.Collections.Frozen;
using System.IO.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Alerting.Server.Http;

/// <summary>A coding of RFC 9110 section 8.4.1 in which a body may come.</summary>
/// <param name="Name">As the headers have it.</param>
/// <param name="Memory">Bytes that a decoder needs from the start, including its buffers.</param>
/// <param name="Window">
/// Bytes that it needs in addition for what later data may refer to, given the first byte of the data and the number of decoded
/// bytes.
/// </param>
/// <param name="Open">Decodes a stream, and leaves it open.</param>
internal sealed record ContentCoding(string Name, int Memory, Func<byte, long, long> Window, Func<Stream, Stream> Open)
{
    // RFC 9659: 8 MiB, the largest that a zstd sender over HTTP may ask for.
    private const int ZstdWindowLog = 23;
    private const int ZstdBuffer = 16 << 10;

    private static readonly ContentCoding[] s_all =
    [
        new("gzip", 64 << 10, None, static packed => new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true)),
        new("br", 192 << 10, BrotliWindow, static packed => new BrotliStream(packed, CompressionMode.Decompress, leaveOpen: true)),
        new("zstd", 320 << 10, static (_, decoded) => Math.Min(decoded, 1 << ZstdWindowLog), OpenZstd),
        new("deflate", 64 << 10, None, static packed => new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true)),
    ];

    private static readonly FrozenDictionary<string, ContentCoding> s_byName = s_all
        .Select(static coding => KeyValuePair.Create(coding.Name, coding))
        .Append(KeyValuePair.Create("x-gzip", s_all[0]))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>All accepted codings, in the form of Accept-Encoding.</summary>
    public static string Names { get; } = string.Join(", ", s_all.Select(static coding => coding.Name));

    /// <summary>The coding of this name; null when it is not accepted.</summary>
    public static ContentCoding? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>Whether this is what a decoder throws for damaged or truncated data.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or InvalidOperationException or EndOfStreamException or ZstdException;

    private static long None(byte first, long decoded) => 0;

    /// <summary>
    /// The first byte states the size of the window (RFC 7932 section 9.1). A few bytes can make the decoder fill all of it
    /// before it returns any decoded data.
    /// </summary>
    private static long BrotliWindow(byte first, long decoded) => 1L << (first switch
    {
        _ when (first & 1) == 0 => 16,
        _ when ((first >> 1) & 7) is > 0 and var bits => 17 + bits,
        _ when ((first >> 4) & 7) is > 1 and var bits => 8 + bits,
        _ => 17,
    });

    private static DecompressionStream OpenZstd(Stream packed)
    {
        var stream = new DecompressionStream(packed, ZstdBuffer, checkEndOfStream: true, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindowLog);
        return stream;
    }
}
