using System.Buffers;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>Bodies that are read whole.</summary>
internal static class RequestBody
{
    /// <summary>Bytes of a body, decoded: 8 MiB.</summary>
    public const int MaxLength = 8 << 20;

    public static Fault TooLarge { get; } = new(
        FaultTypes.BodyTooLarge,
        "A JSON body has at most 8 MiB; send more as application/x-ndjson.");

    /// <summary>
    /// Bytes that a body may take without a share of the room for large ones, and the largest buffer made before it has
    /// come.
    /// </summary>
    private const int Small = 64 << 10;

    /// <summary>Whether a body that may be left out says nothing: clients that must send something send null.</summary>
    public static bool IsBlank(ReadOnlyMemory<byte> body) =>
        body.Span.Trim(" \t\r\n"u8) is [] or [(byte)'n', (byte)'u', (byte)'l', (byte)'l'];

    /// <summary>The body, or null when it is larger than <see cref="MaxLength"/>.</summary>
    /// <exception cref="BodyCutException">The body does not come, or there is no room for it.</exception>
    /// <exception cref="BadHttpRequestException">The body cannot be read.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxLength)
        {
            return null;
        }

        // Content-Length may promise more than ever comes, so the buffer grows with what has come.
        var body = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? 1_024, Small) + 1);
        BodyRoom.Share? room = null;
        var pipe = RequestPipe.Of(request);
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            foreach (var segment in result.Buffer)
            {
                body.Write(segment.Span);
            }

            pipe.AdvanceTo(result.Buffer.End);
            if (body.WrittenCount > MaxLength)
            {
                return null;
            }

            if (body.Capacity > Small + 1)
            {
                room ??= Open(request.HttpContext);
                room.Grow(body.Capacity);
            }

            if (result.IsCompleted)
            {
                // Some editors put a byte order mark before UTF-8; RFC 8259 section 8.1 lets a reader pass over it.
                return body.WrittenSpan.StartsWith("\uFEFF"u8) ? body.WrittenMemory[3..] : body.WrittenMemory;
            }
        }
    }

    /// <summary>Room that the request gives back when it is over.</summary>
    private static BodyRoom.Share Open(HttpContext context)
    {
        var share = context.RequestServices.GetRequiredService<BodyRoom>().Open();
        context.Response.RegisterForDispose(share);
        return share;
    }
}
