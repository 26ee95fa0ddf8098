using Alerting.Places;
using Alerting.Server.Regions;

namespace Alerting.Server.Places;

/// <summary>
/// Pages through the names in doubt of all regions, region by region. A page asks a limited number of regions, since most have
/// none, so that it may have fewer items than there is room for and say that more may follow.
/// </summary>
internal sealed class NameDoubtSearch(RegionBoard board, RegionGrains grains)
{
    private const int MaxAsked = 512;
    private const int AtATime = 16;

    /// <summary>Behind the code of a region of which everything was listed; else the id of a pair follows it.</summary>
    private const char Done = '!';
    private const char Within = '~';

    /// <summary>Where a page begins.</summary>
    /// <param name="Region">The region that was listed last.</param>
    /// <param name="Pair">The pair of it that was listed last; null when all were.</param>
    internal readonly record struct Place(string Region, string? Pair)
    {
        public override string ToString() => Pair is null ? Region + Done : $"{Region}{Within}{Pair}";
    }

    /// <summary>Reads what an earlier page gave; false when it is anything else.</summary>
    public static bool TryReadCursor(string? after, out Place? place)
    {
        place = null;
        if (string.IsNullOrEmpty(after))
        {
            return after is null;
        }

        var within = after.IndexOf(Within, StringComparison.Ordinal);
        place = within > 0 ? new Place(after[..within], after[(within + 1)..])
            : after.Length > 1 && after[^1] == Done ? new Place(after[..^1], null)
            : null;
        return place is not null;
    }

    public async Task<Page<NameDoubt>> PageAsync(
        Func<string, bool> isListed, Place? after, int pageSize, CancellationToken cancellationToken)
    {
        var codes = (await board.CodesAsync(cancellationToken))
            .Where(code => isListed(code) && IsAhead(code, after)).ToList();
        var items = new List<NameDoubt>();
        var asked = 0;
        foreach (var some in codes.Take(MaxAsked).Chunk(AtATime))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answers = await Task.WhenAll(some.Select(code => grains[code].GetNameDoubtsAsync()));
            for (var i = 0; i < some.Length; i++)
            {
                asked++;
                var known = answers[i].OrderBy(static doubt => doubt.Id, StringComparer.Ordinal)
                    .Where(doubt => after?.Region != some[i] || string.CompareOrdinal(doubt.Id, after?.Pair) > 0).ToList();
                var room = pageSize - items.Count;
                items.AddRange(known.Take(room));
                if (known.Count > room)
                {
                    return new Page<NameDoubt>(items, new Place(some[i], known[room - 1].Id).ToString());
                }

                if (items.Count == pageSize && asked < codes.Count)
                {
                    return new Page<NameDoubt>(items, new Place(some[i], null).ToString());
                }
            }
        }

        return new Page<NameDoubt>(items, asked < codes.Count ? new Place(codes[asked - 1], null).ToString() : null);
    }

    private static bool IsAhead(string code, Place? after) =>
        after is not { } place
        || string.CompareOrdinal(code, place.Region) > 0
        || (code == place.Region && place.Pair is not null);
}
