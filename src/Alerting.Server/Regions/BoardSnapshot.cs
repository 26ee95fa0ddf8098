using System.Collections.Concurrent;
using Alerting.Engine.Regions;
using Alerting.Server.Access;

namespace Alerting.Server.Regions;

/// <summary>All that the board shows at an instant, and the pages of it that were asked for.</summary>
/// <param name="regions">In ordinal order of their codes.</param>
internal sealed class BoardSnapshot(RegionCatalog catalog, IReadOnlyList<ShownRegion> regions)
{
    /// <summary>Regions on the pages that are kept; further pages are made for whoever asks.</summary>
    private const int MaxKept = 50_000;

    private readonly ConcurrentDictionary<BoardQuery, BoardPage> _pages = new();
    private int _kept;

    /// <summary>A page; whoever asks for the same one gets the same.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limits">Of the caller, as the query has them.</param>
    public BoardPage PageOf(BoardQuery query, RegionLimits limits)
    {
        if (_pages.TryGetValue(query, out var known))
        {
            return known;
        }

        var builder = new BoardPage.Builder(query.Minimum, query.Size);
        foreach (var region in regions)
        {
            if (query.Admits(region.View.Code, catalog, limits) && !builder.Add(region))
            {
                break;
            }
        }

        var page = builder.ToPage();
        return Interlocked.Add(ref _kept, Math.Max(1, page.Page.Items.Count)) <= MaxKept ? _pages.GetOrAdd(query, page) : page;
    }
}
