using Microsoft.AspNetCore.Http.Features;

namespace Alerting.Server.Http;

/// <summary>
/// Segments of a request's path as the caller escaped them. Routing decodes all but %2F, so that a value of it
/// <c>a%2Fb</c> may have been meant as <c>a/b</c> or as <c>a%2Fb</c>; ids may hold either.
/// </summary>
internal static class PathSegment
{
    /// <param name="context">Context of a request after routing.</param>
    /// <param name="fromEnd">0 for the last segment.</param>
    public static string Read(HttpContext context, int fromEnd)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        target = target.IndexOf('?') is >= 0 and var query ? target[..query] : target;
        target = target.EndsWith("/") ? target[..^1] : target;
        for (; fromEnd > 0; fromEnd--)
        {
            target = target[..Math.Max(target.LastIndexOf('/'), 0)];
        }

        return Uri.UnescapeDataString(target[(target.LastIndexOf('/') + 1)..]);
    }
}
