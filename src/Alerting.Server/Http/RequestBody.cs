using System.Buffers;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>Bodies that are read whole.</summary>
internal static class RequestBody
{
    /// <summary>What curl -d says of any body unless told otherwise; taken as JSON, for nothing here is a form.</summary>
    public const string CurlDefault = "application/x-www-form-urlencoded";

    /// <summary>8 MiB.</summary>
    public const int Most = 8 << 20;

    private const int MostAtFirst = 64 << 10;

    public static Fault TooLarge { get; } = new(FaultTypes.BodyTooLarge, "A JSON body has at most 8 MiB; send more as application/x-ndjson.");

    /// <summary>The body, or null when it is larger than <see cref="Most"/>.</summary>
    /// <exception cref="BadHttpRequestException">The body cannot be read.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Most)
        {
            return null;
        }

        // What a header says will come takes no memory before it comes.
        var body = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? 1_024, MostAtFirst) + 1);
        var pipe = RequestPipe.Of(request);
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            foreach (var segment in result.Buffer)
            {
                body.Write(segment.Span);
            }

            pipe.AdvanceTo(result.Buffer.End);
            if (body.WrittenCount > Most)
            {
                return null;
            }

            if (result.IsCompleted)
            {
                // Some editors put a byte order mark before UTF-8; RFC 8259 section 8.1 lets a reader pass over it.
                return body.WrittenSpan.StartsWith("\uFEFF"u8) ? body.WrittenMemory[3..] : body.WrittenMemory;
            }
        }
    }
}
