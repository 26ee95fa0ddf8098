using System.Buffers;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>Reads a whole body into memory.</summary>
internal static class RequestBody
{
    /// <summary>Largest body in bytes, after decompression: 8 MiB.</summary>
    public const int MaxLength = 8 << 20;

    public static Fault TooLarge { get; } = new(
        FaultTypes.BodyTooLarge,
        "A JSON body has at most 8 MiB; send more as application/x-ndjson.");

    /// <summary>
    /// Bytes up to which a body needs no share of <see cref="BodyRoom"/>; also the largest buffer that is allocated before
    /// anything has arrived.
    /// </summary>
    private const int Small = 64 << 10;

    /// <summary>Whether an optional body is empty, or <c>null</c> as sent by clients that must send something.</summary>
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

        // Content-Length may promise more than ever arrives, so the buffer grows with what has arrived.
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

    /// <summary>A share of the room for bodies, which is returned at the end of the request.</summary>
    private static BodyRoom.Share Open(HttpContext context)
    {
        var share = context.RequestServices.GetRequiredService<BodyRoom>().Open();
        context.Response.RegisterForDispose(share);
        return share;
    }
}
