using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alerting.Engine.Regions;
using Alerting.Server.Access;

namespace Alerting.Server.Regions;

/// <summary>All that the board shows at an instant, what has changed since each of the snapshots before, and the pages asked for.</summary>
internal sealed class BoardSnapshot
{
    /// <summary>Regions on the pages that are kept; further pages are made for whoever asks.</summary>
    private const int MaxKept = 50_000;

    /// <summary>Regions of a page from which on it pays to make the next one of its sections.</summary>
    private const int LargePage = 256;

    /// <summary>Snapshots for which a large page is kept that nobody asks for again.</summary>
    private const int MaxAge = 16;

    private readonly RegionCatalog _catalog;
    private readonly Guid _origin;

    /// <summary>Entries in ordinal order of their codes. What was forgotten keeps its place: there are never more than regions.</summary>
    private readonly IReadOnlyList<BoardSection> _sections;

    /// <summary>Large pages of snapshots before, of each query the last one, with the number of its snapshot.</summary>
    private readonly IReadOnlyDictionary<BoardQuery, (BoardPage Page, long Number)> _former;
    private readonly ConcurrentDictionary<BoardQuery, BoardPage> _pages = new();
    private readonly BoardRoom _room = new();
    private int _kept;

    /// <summary>A board that shows nothing.</summary>
    /// <param name="origin">Whose snapshots these are: those of another process have other numbers.</param>
    public BoardSnapshot(RegionCatalog catalog, Guid origin)
        : this(catalog, origin, 1, [], ImmutableDictionary<BoardQuery, (BoardPage, long)>.Empty)
    {
    }

    private BoardSnapshot(
        RegionCatalog catalog, Guid origin, long number, IReadOnlyList<BoardSection> sections,
        IReadOnlyDictionary<BoardQuery, (BoardPage, long)> former)
    {
        (_catalog, _origin, Number, _sections, _former) = (catalog, origin, number, sections, former);
        Until = sections.Select(static section => section.Until).DefaultIfEmpty(long.MaxValue).Min();
    }

    /// <summary>From 1; grows with each snapshot that shows something else.</summary>
    public long Number { get; }

    /// <summary>UTC ticks of the instant from which a region must be asked.</summary>
    public long Until { get; }

    /// <summary>Whether it has a place for a region.</summary>
    public bool Has(string code) => BoardSection.Find(_sections, code) is >= 0 and var place && _sections[place].Has(code);

    /// <summary>The snapshot that follows this one; this one where it shows the same.</summary>
    /// <param name="regions">All, in ordinal order of their codes.</param>
    public BoardSnapshot Then(IReadOnlyList<ShownRegion> regions)
    {
        var next = BoardSection.Of(Merge(regions), _sections);
        return next.SequenceEqual(_sections) ? this : Next(next);
    }

    /// <summary>The snapshot that follows when no other regions show something else; this one where these show the same.</summary>
    /// <param name="regions">Those that may show something else; all have a place.</param>
    public BoardSnapshot With(IEnumerable<ShownRegion> regions)
    {
        BoardSection[]? next = null;
        foreach (var changed in regions.GroupBy(region => BoardSection.Find(_sections, region.View.Code)))
        {
            var section = _sections[changed.Key].With(changed, Number + 1);
            if (section != _sections[changed.Key])
            {
                next ??= [.. _sections];
                next[changed.Key] = section;
            }
        }

        return next is null ? this : Next(next);
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
        return Interlocked.Add(ref _kept, Math.Max(1, page.Count + page.Removed.Count)) <= MaxKept ? _pages.GetOrAdd(query, page) : page;
    }

    /// <summary>What has changed since a version; null where that is not known, or is more than one page has room for.</summary>
    /// <param name="query">Of the whole list.</param>
    /// <param name="version">As <see cref="VersionOf"/> gave it for the same list.</param>
    /// <param name="limits">Of the caller, as the query has them.</param>
    public BoardPage? ChangesOf(BoardQuery query, string version, RegionLimits limits) =>
        NumberOf(query, version) is { } since && PageOf(query with { Since = since }, limits) is { Next: null } changes
            ? changes
            : null;

    /// <summary>Names what a list shows now. It is the list's own: what others leave out was never seen by whoever has it.</summary>
    public string VersionOf(BoardQuery query) => VersionOf(query, Number);

    /// <summary>Number of the snapshot that a version of a list names; null where it is none of this process and list.</summary>
    public long? NumberOf(BoardQuery query, string version) =>
        long.TryParse(version[(version.IndexOf('-', StringComparison.Ordinal) + 1)..], NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out var given)
        && given > 0 && given <= Number && version == VersionOf(query, given)
            ? given
            : null;

    private string VersionOf(BoardQuery query, long given)
    {
        var list = string.Create(
            CultureInfo.InvariantCulture,
            $"{_origin:N} {query.Parent} {query.Minimum} {query.Within ?? "*"} {query.All} {query.Fields.Named:x}");
        var hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(list.AsSpan()));
        return string.Create(CultureInfo.InvariantCulture, $"{hash:x16}-{given:x}");
    }

    private BoardSnapshot Next(IReadOnlyList<BoardSection> sections)
    {
        var former = _pages.Where(static page => page.Key.Since is null && page.Value.Count >= LargePage)
            .ToDictionary(static page => page.Key, page => (page.Value, Number));
        foreach (var (query, page) in _former)
        {
            if (Number - page.Number < MaxAge)
            {
                former.TryAdd(query, page);
            }
        }

        return new BoardSnapshot(_catalog, _origin, Number + 1, sections, former);
    }

    /// <summary>The entries as they are when these regions are all there are.</summary>
    private IEnumerable<BoardEntry> Merge(IReadOnlyList<ShownRegion> regions)
    {
        var next = 0;
        foreach (var entry in _sections.SelectMany(static section => section.Entries))
        {
            for (; next < regions.Count && string.CompareOrdinal(regions[next].View.Code, entry.Code) < 0; next++)
            {
                yield return BoardEntry.Of(null, regions[next].View.Code, regions[next], Number + 1);
            }

            var isShown = next < regions.Count && regions[next].View.Code == entry.Code;
            yield return BoardEntry.Of(entry, entry.Code, isShown ? regions[next++] : null, Number + 1);
        }

        for (; next < regions.Count; next++)
        {
            yield return BoardEntry.Of(null, regions[next].View.Code, regions[next], Number + 1);
        }
    }

    private BoardPage Make(BoardQuery query, RegionLimits limits)
    {
        var builder = new BoardPage.Builder(query, _room, _former.TryGetValue(query, out var former) ? former.Page : null);
        for (var i = query.After is null ? 0 : Math.Max(0, BoardSection.Find(_sections, query.After)); i < _sections.Count; i++)
        {
            // A whole section at once, unless it is looked for what has changed, or the page begins or ends within it.
            var section = _sections[i];
            var isInside = query.Since is null && (query.After is null || string.CompareOrdinal(query.After, section.First) < 0);
            if (!(isInside && builder.TryAdd(section, entry => IsOn(entry, query, limits)))
                && !section.Entries.All(entry => Add(builder, entry, query, limits)))
            {
                break;
            }
        }

        return builder.ToPage();
    }

    /// <summary>Adds an entry where it belongs on the page; false when it is known that there is a next page.</summary>
    private bool Add(BoardPage.Builder builder, BoardEntry entry, BoardQuery query, RegionLimits limits) =>
        entry.Changed <= (query.Since ?? 0) || !query.Admits(entry.Code, _catalog, limits)
        || (entry.IsOn(query.Minimum) ? builder.Add(entry.Region!)
            : query.Since is not { } since || !entry.HasLeft(query.Minimum, since) || builder.Remove(entry.Code));

    private bool IsOn(BoardEntry entry, BoardQuery query, RegionLimits limits) =>
        entry.IsOn(query.Minimum) && query.Admits(entry.Code, _catalog, limits);
}
