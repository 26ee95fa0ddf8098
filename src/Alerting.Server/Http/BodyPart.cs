using System.IO.Compression;

namespace Alerting.Server.Http;

/// <summary>Bytes that are a part of many answers; they are compressed once.</summary>
internal sealed class BodyPart(ReadOnlyMemory<byte> bytes)
{
    // Level 1 writes blocks that are half as long again.
    private static readonly ZLibCompressionOptions s_level = new() { CompressionLevel = 2 };

    private byte[]? _deflated;

    /// <summary>Without a coding.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>
    /// As blocks of DEFLATE (RFC 1951) that refer to nothing before them, end at a byte, and are not the last of their stream, so that
    /// those of several parts in a row are the blocks of all.
    /// </summary>
    public ReadOnlyMemory<byte> Deflated => _deflated ??= Deflate(bytes.Span);

    private static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var deflated = new MemoryStream(64 + (bytes.Length / 4));
        int length;
        using (var encoder = new DeflateStream(deflated, s_level, leaveOpen: true))
        {
            encoder.Write(bytes);
            encoder.Flush();

            // What comes after a flush is only the end of the stream.
            length = (int)deflated.Length;
        }

        return deflated.GetBuffer()[..length];
    }
}
