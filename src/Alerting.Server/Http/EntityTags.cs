using Microsoft.Extensions.Primitives;

namespace Alerting.Server.Http;

/// <summary>
/// Entity tags. A strong tag identifies bytes, so an answer has a different one in each content coding (RFC 9110 section
/// 8.8.3.3): the coding is its suffix. A client may send back any of them, since all of them identify the same version.
/// </summary>
internal static class EntityTags
{
    private static readonly string[] s_endings = ["-br\"", "-gzip\""];

    /// <summary>Gives the tag of an answer that goes out in a coding its ending.</summary>
    public static void Mark(HttpResponse response, string coding)
    {
        if (response.Headers.ETag is [{ } tag] && tag.StartsWith('"') && tag.EndsWith('"'))
        {
            response.Headers.ETag = $"{tag[..^1]}-{coding}\"";
        }
    }

    /// <summary>The tags of a header, in its order; null when there is no such header.</summary>
    public static string[]? Split(StringValues header) => header.Count == 0
        ? null
        : header.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The tag without the ending of a coding.</summary>
    public static string WithoutCoding(string tag)
    {
        foreach (var ending in s_endings)
        {
            if (tag.EndsWith(ending, StringComparison.Ordinal))
            {
                return tag[..^ending.Length] + "\"";
            }
        }

        return tag;
    }

    /// <summary>A tag of If-None-Match as it is to be compared: weakly, and whatever its coding.</summary>
    public static string Comparable(string tag) => WithoutCoding(tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag);
}
