using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using ZstdSharp;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Content codings, from the other side.</summary>
internal static class Coded
{
    public static byte[] Encode(string coding, ReadOnlySpan<byte> data)
    {
        var packed = new MemoryStream();
        using (Stream coder = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => new CompressionStream(packed, 1, leaveOpen: true),
            _ => throw new ArgumentOutOfRangeException(nameof(coding)),
        })
        {
            coder.Write(data);
        }

        return packed.ToArray();
    }

    public static byte[] Encode(string coding, string text) => Encode(coding, Encoding.UTF8.GetBytes(text));

    public static ByteArrayContent Content(byte[] body, string coding, string type = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return content;
    }

    public static async Task<string> DecodeAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream decoded = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            null => body,
            var other => throw new InvalidOperationException($"Nobody asked for {other}."),
        };
        using var reader = new StreamReader(decoded);
        return await reader.ReadToEndAsync();
    }
}
