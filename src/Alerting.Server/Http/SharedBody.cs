using System.Collections.Concurrent;

namespace Alerting.Server.Http;

/// <summary>The bytes of an answer that many get; in each content coding they are made once, when somebody wants them so.</summary>
internal sealed class SharedBody(byte[] bytes, string contentType)
{
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _coded = new(StringComparer.Ordinal);

    /// <summary>Without a coding.</summary>
    public byte[] Bytes => bytes;

    public string ContentType => contentType;

    /// <summary>In a content coding.</summary>
    /// <param name="coding">Its name.</param>
    /// <param name="open">Makes a stream that encodes into another.</param>
    public byte[] In(string coding, Func<Stream, Stream> open) => _coded.GetOrAdd(coding, _ => new Lazy<byte[]>(() => Encode(open))).Value;

    private byte[] Encode(Func<Stream, Stream> open)
    {
        using var encoded = new MemoryStream(bytes.Length / 8);
        using (var encoder = open(encoded))
        {
            encoder.Write(bytes);
        }

        return encoded.ToArray();
    }
}
