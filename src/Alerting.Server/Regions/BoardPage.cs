using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alerting.Regions;
using Alerting.Server.Http;

namespace Alerting.Server.Regions;

/// <summary>One page of the list of regions, or what has changed of it, and the bodies that it is answered with.</summary>
internal sealed class BoardPage
{
    private readonly SharedBody?[] _bodies = new SharedBody?[Enum.GetValues<BoardForm>().Length];
    private readonly Lock _writing = new();
    private readonly IReadOnlyList<ShownRegion> _regions;
    private readonly RegionFields _fields;
    private readonly BoardRoom? _room;

    /// <summary>Whether there is no room to keep a further body.</summary>
    private volatile bool _isFull;

    private BoardPage(
        IReadOnlyList<ShownRegion> regions, string? next, bool isComplete, IReadOnlyList<string> removed, RegionFields fields,
        BoardRoom? room)
    {
        (_regions, _fields, _room) = (regions, fields, room);
        Page = new RegionPage([.. regions.Select(static region => region.View)], next, isComplete) { Removed = removed };
        Tag = TagOf(regions, Page, fields);
    }

    public RegionPage Page { get; }

    /// <summary>Strong entity tag of the page, whatever it is written in. The same from every process that shows the same.</summary>
    public string Tag { get; }

    /// <summary>The page in a form, in which it is written once for all who ask as long as there is room to keep it.</summary>
    public SharedBody In(BoardForm form, BoardWriter writer)
    {
        ref var kept = ref _bodies[(int)form];
        if (Volatile.Read(ref kept) is { } known)
        {
            return known;
        }

        if (_isFull)
        {
            return writer.Write(Page, _regions, form, _fields);
        }

        lock (_writing)
        {
            if (kept is null)
            {
                var body = writer.Write(Page, _regions, form, _fields);
                if (_room?.TryTake(body.Bytes.Length) == false)
                {
                    _isFull = true;
                    return body;
                }

                Volatile.Write(ref kept, body);
            }

            return kept;
        }
    }

    /// <summary>Whether there is nothing on it.</summary>
    public bool IsEmpty => Page.Items.Count + Page.Removed.Count == 0;

    private static string TagOf(IReadOnlyList<ShownRegion> regions, RegionPage page, RegionFields fields)
    {
        var hash = new XxHash128();
        foreach (var region in regions)
        {
            Append(hash, region.View.Code);
            Append(hash, region.Tag);
        }

        Append(hash, page.Complete ? page.Next : "changes");
        foreach (var code in page.Removed)
        {
            Append(hash, code);
        }

        Append(hash, fields == default ? null : $"{fields.Named:x}");
        return ContentTags.OfHash(hash.GetHashAndReset());
    }

    /// <summary>A zero after each text, so that texts that follow each other cannot be taken for others.</summary>
    private static void Append(XxHash128 hash, string? text)
    {
        hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
        hash.Append([0, 0]);
    }

    /// <summary>Takes the regions of a page, in their order.</summary>
    /// <param name="query">Which page it is.</param>
    /// <param name="room">Where its bodies are kept; null where nobody else will ask for it.</param>
    public sealed class Builder(BoardQuery query, BoardRoom? room)
    {
        private readonly List<ShownRegion> _regions = [];
        private readonly List<string> _removed = [];
        private string? _last;
        private string? _next;

        /// <summary>Adds a region of the list; false when it is known that there is a next page, which is enough.</summary>
        public bool Add(ShownRegion region)
        {
            if (HasRoom(region.View.Code))
            {
                _regions.Add(region);
            }

            return _next is null;
        }

        /// <summary>Adds a region that is on the list no more; false when it is known that there is a next page.</summary>
        public bool Remove(string code)
        {
            if (HasRoom(code))
            {
                _removed.Add(code);
            }

            return _next is null;
        }

        public BoardPage ToPage() => new(_regions, _next, query.Since is null, _removed, query.Fields, room);

        private bool HasRoom(string code)
        {
            if (_regions.Count + _removed.Count >= query.Size)
            {
                _next ??= _last;
                return false;
            }

            _last = code;
            return true;
        }
    }
}
