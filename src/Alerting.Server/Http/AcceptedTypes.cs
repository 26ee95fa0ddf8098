using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Http;

/// <summary>
/// The media types that a client wants, by its Accept header (RFC 9110 section 12.5.1). Without one, or with one that
/// cannot be read, it takes any.
/// </summary>
internal readonly struct AcceptedTypes
{
    private const string Any = "*/*";

    private readonly IList<MediaTypeHeaderValue>? _ranges;

    private AcceptedTypes(IList<MediaTypeHeaderValue>? ranges) => _ranges = ranges;

    public static AcceptedTypes Of(HttpRequest request) =>
        request.Headers.Accept is [] or [null or "" or Any]
            || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept.ToArray()!, out var ranges)
            ? default
            : new AcceptedTypes(ranges);

    /// <summary>The quality that the header gives a type, 0 (refused) to 1; its own range goes before ranges with wildcards.</summary>
    public double QualityOf(string mediaType)
    {
        if (_ranges is null)
        {
            return 1;
        }

        var slash = mediaType.IndexOf('/', StringComparison.Ordinal);
        var (quality, rank) = (0.0, -1);
        foreach (var range in _ranges)
        {
            var itsRank = RankOf(range, mediaType, slash);
            if (itsRank > rank || (itsRank == rank && itsRank >= 0 && range.Quality.GetValueOrDefault(1) > quality))
            {
                (quality, rank) = (range.Quality.GetValueOrDefault(1), itsRank);
            }
        }

        return quality;
    }

    /// <summary>Whether it names the type without a wildcard, at a quality no lower than that of the other.</summary>
    public bool Prefers(string mediaType, string to) =>
        _ranges?.Any(range => range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)) == true
        && QualityOf(mediaType) is > 0 and var quality && quality >= QualityOf(to);

    /// <summary>How closely a range names the type; -1: not at all.</summary>
    private static int RankOf(MediaTypeHeaderValue range, string mediaType, int slash) =>
        range.MatchesAllTypes ? 0
        : range.MatchesAllSubTypes ? range.Type.AsSpan().Equals(mediaType.AsSpan(0, slash), StringComparison.OrdinalIgnoreCase) ? 1 : -1
        : range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) ? 2
        : -1;
}
