using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alerting.Engine.Regions;
using Alerting.Server.Access;

namespace Alerting.Server.Regions;

/// <summary>All that the board shows at an instant, what has changed since each of the snapshots before, and the pages asked for.</summary>
/// <param name="origin">Whose snapshots these are: those of another process have other numbers.</param>
/// <param name="number">From 1; grows with each snapshot that shows something else.</param>
/// <param name="entries">In ordinal order of their codes. What was forgotten keeps its place: there are never more than regions.</param>
internal sealed class BoardSnapshot(RegionCatalog catalog, Guid origin, long number, IReadOnlyList<BoardEntry> entries)
{
    /// <summary>Regions on the pages that are kept; further pages are made for whoever asks.</summary>
    private const int MaxKept = 50_000;

    private readonly ConcurrentDictionary<BoardQuery, BoardPage> _pages = new();
    private readonly BoardRoom _room = new();
    private int _kept;

    public long Number => number;

    /// <summary>The snapshot that follows this one; this one where it shows the same.</summary>
    /// <param name="regions">In ordinal order of their codes.</param>
    public BoardSnapshot Then(IReadOnlyList<ShownRegion> regions)
    {
        var (next, hasChanged) = (new List<BoardEntry>(Math.Max(entries.Count, regions.Count)), false);
        for (int i = 0, j = 0; i < entries.Count || j < regions.Count;)
        {
            var order = i == entries.Count ? 1
                : j == regions.Count ? -1
                : string.CompareOrdinal(entries[i].Code, regions[j].View.Code);
            var before = order <= 0 ? entries[i++] : null;
            var shown = order >= 0 ? regions[j++] : null;
            var entry = BoardEntry.Of(before, before?.Code ?? shown!.View.Code, shown, number + 1);
            hasChanged |= entry != before;
            next.Add(entry);
        }

        return hasChanged ? new BoardSnapshot(catalog, origin, number + 1, next) : this;
    }

    /// <summary>A page; whoever asks for the same one gets the same.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limits">Of the caller, as the query has them.</param>
    public BoardPage PageOf(BoardQuery query, RegionLimits limits)
    {
        if (_pages.TryGetValue(query, out var known))
        {
            return known;
        }

        var page = Make(query, limits);
        var regions = page.Page.Items.Count + page.Page.Removed.Count;
        return Interlocked.Add(ref _kept, Math.Max(1, regions)) <= MaxKept ? _pages.GetOrAdd(query, page) : page;
    }

    /// <summary>What has changed since a version; null where that is not known, or is more than one page has room for.</summary>
    /// <param name="query">Of the whole list.</param>
    /// <param name="version">As <see cref="VersionOf"/> gave it for the same list.</param>
    /// <param name="limits">Of the caller, as the query has them.</param>
    public BoardPage? ChangesOf(BoardQuery query, string version, RegionLimits limits) =>
        NumberOf(query, version) is { } since && PageOf(query with { Since = since }, limits) is { Page.Next: null } changes
            ? changes
            : null;

    /// <summary>Names what a list shows now. It is the list's own: what others leave out was never seen by whoever has it.</summary>
    public string VersionOf(BoardQuery query) => VersionOf(query, number);

    /// <summary>Number of the snapshot that a version of a list names; null where it is none of this process and list.</summary>
    public long? NumberOf(BoardQuery query, string version) =>
        long.TryParse(version[(version.IndexOf('-', StringComparison.Ordinal) + 1)..], NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out var given)
        && given > 0 && given <= number && version == VersionOf(query, given)
            ? given
            : null;

    private string VersionOf(BoardQuery query, long given)
    {
        var list = string.Create(
            CultureInfo.InvariantCulture,
            $"{origin:N} {query.Parent} {query.Minimum} {query.Within ?? "*"} {query.All} {query.Fields.Named:x}");
        var hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(list.AsSpan()));
        return string.Create(CultureInfo.InvariantCulture, $"{hash:x16}-{given:x}");
    }

    private BoardPage Make(BoardQuery query, RegionLimits limits)
    {
        var builder = new BoardPage.Builder(query, _room);
        for (var i = query.After is null ? 0 : FirstAfter(query.After); i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Changed <= (query.Since ?? 0) || !query.Admits(entry.Code, catalog, limits))
            {
                continue;
            }

            var hasRoom = entry.IsOn(query.Minimum) ? builder.Add(entry.Region!)
                : query.Since is not { } since || !entry.HasLeft(query.Minimum, since) || builder.Remove(entry.Code);
            if (!hasRoom)
            {
                break;
            }
        }

        return builder.ToPage();
    }

    private int FirstAfter(string code)
    {
        var (from, to) = (0, entries.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = string.CompareOrdinal(entries[middle].Code, code) > 0 ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
