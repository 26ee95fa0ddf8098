using Alerting.Engine.Names;
using Alerting.Reports;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Alerting.Server.Http;

/// <summary>
/// Removes the content coding from the body of a request, for all routes, or refuses one that is not known: 415 with the
/// Accept-Encoding of RFC 9110 section 12.5.3.
/// </summary>
/// <remarks>
/// The framework's request decompression passes bodies in unknown codings on unchanged, and it bypasses
/// <see cref="GuardedBody"/>, which limits the waiting. Its only limit is on the total of bytes, which a stream of reports does
/// not have.
/// </remarks>
internal static class ContentCodings
{
    private const string Identity = "identity";

    public static Task DecodeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Headers.ContentEncoding.Count > 0 && context.Features.Get<IRequestBodyPipeFeature>() is GuardedBody sent
            ? DecodeAsync(context, sent, next)
            : next(context);

    private static async Task DecodeAsync(HttpContext context, GuardedBody sent, RequestDelegate next)
    {
        var request = context.Request;
        if (!TryFind(request.Headers.ContentEncoding, out var coding))
        {
            context.Response.Headers.AcceptEncoding = ContentCoding.Names;
            await Problems.Of(StatusCodes.Status415UnsupportedMediaType, Unknown(request.Headers.ContentEncoding)).ExecuteAsync(context);
            return;
        }

        // From here on the request looks like one with a plain body of unknown length.
        using var body = coding is null ? null : new DecodedBody(coding, sent, context.RequestServices.GetRequiredService<DecoderRoom>());
        if (body is not null)
        {
            context.Features.Set<IRequestBodyPipeFeature>(body);
            request.Headers.ContentEncoding = StringValues.Empty;
            request.ContentLength = null;
        }

        await next(context);
    }

    /// <summary>
    /// Finds the coding that the header names; null when there is none to remove. False when it is unknown, or when several are
    /// named.
    /// </summary>
    private static bool TryFind(StringValues header, out ContentCoding? coding)
    {
        coding = null;
        foreach (var name in Names(header))
        {
            if (name.Equals(Identity, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (coding is not null || ContentCoding.Find(name) is not { } found)
            {
                return false;
            }

            coding = found;
        }

        return true;
    }

    private static Fault Unknown(StringValues header)
    {
        var named = Names(header).Select(NearestName.Shown).Take(3);
        return new Fault(
            FaultTypes.UnsupportedContentCoding,
            $"Content-Encoding: {string.Join(", ", named)} is not taken; a body may have one of {ContentCoding.Names}, or none.");
    }

    private static string[] Names(StringValues header) =>
        header.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
