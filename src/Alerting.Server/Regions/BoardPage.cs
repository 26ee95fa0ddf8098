using System.Buffers.Binary;
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
    private readonly RegionFields _fields;
    private readonly BoardRoom? _room;

    /// <summary>What was made of sections of the board; null of one without regions of the list.</summary>
    private readonly IReadOnlyDictionary<BoardSection, PageSection?> _made;

    /// <summary>Whether there is no room to keep a further body.</summary>
    private volatile bool _isFull;

    private BoardPage(
        BoardQuery query, IReadOnlyList<PageSection> sections, string? next, IReadOnlyList<string> removed,
        IReadOnlyDictionary<BoardSection, PageSection?> made, BoardRoom? room)
    {
        (Sections, Next, IsComplete, Removed) = (sections, next, query.Since is null, removed);
        (_fields, _made, _room) = (query.Fields, made, room);
        Count = sections.Sum(static section => section.Regions.Count);
        Tag = MakeTag();
    }

    /// <summary>The regions, in order of their codes.</summary>
    public IReadOnlyList<PageSection> Sections { get; }

    /// <summary>How many regions are on it.</summary>
    public int Count { get; }

    /// <inheritdoc cref="RegionPage.Items"/>
    public IEnumerable<RegionView> Items =>
        Sections.SelectMany(static section => section.Regions).Select(static region => region.View);

    /// <inheritdoc cref="RegionPage.Next"/>
    public string? Next { get; }

    /// <inheritdoc cref="RegionPage.Complete"/>
    public bool IsComplete { get; }

    /// <inheritdoc cref="RegionPage.Removed"/>
    public IReadOnlyList<string> Removed { get; }

    /// <summary>Strong entity tag of the page, whatever it is written in. The same from every process that shows the same.</summary>
    public string Tag { get; }

    /// <summary>Whether there is nothing on it.</summary>
    public bool IsEmpty => Count + Removed.Count == 0;

    /// <summary>A page of one region.</summary>
    public static BoardPage Of(ShownRegion region)
    {
        var builder = new Builder(new BoardQuery(null, ThreatLevel.Low, null, 1, null), room: null);
        builder.Add(region);
        return builder.ToPage();
    }

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
            return WriteOnce(form, writer);
        }

        lock (_writing)
        {
            if (kept is null)
            {
                var body = Write(form, writer);
                if (_room?.TryTake(body.Length) == false)
                {
                    _isFull = true;
                    return WriteOnce(form, writer);
                }

                Volatile.Write(ref kept, body);
            }

            return kept;
        }
    }

    private SharedBody Write(BoardForm form, BoardWriter writer) =>
        BoardWriter.Write(this, [.. Sections.Select(section => section.In(form, writer, _fields))], form);

    /// <summary>Writes it for one who asks, and keeps nothing of it.</summary>
    private SharedBody WriteOnce(BoardForm form, BoardWriter writer)
    {
        var body = Write(form, writer);
        foreach (var section in Sections)
        {
            section.Forget(form);
        }

        return body;
    }

    private string MakeTag()
    {
        var (hash, sum) = (new XxHash128(), default(UInt128));
        foreach (var section in Sections)
        {
            sum += section.Hash;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, sum);
        hash.Append(bytes);
        Append(hash, IsComplete ? Next : "changes");
        foreach (var code in Removed)
        {
            Append(hash, code);
        }

        Append(hash, _fields == default ? null : $"{_fields.Named:x}");
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
    /// <param name="former">The same page of a snapshot before, whose sections are taken over where they are the same.</param>
    public sealed class Builder(BoardQuery query, BoardRoom? room, BoardPage? former = null)
    {
        private readonly List<PageSection> _sections = [];
        private readonly Dictionary<BoardSection, PageSection?> _made = new(former?._made.Count ?? 0);

        /// <summary>Regions that are in no section yet.</summary>
        private readonly List<ShownRegion> _loose = [];
        private readonly List<string> _removed = [];
        private int _count;
        private string? _last;
        private string? _next;

        /// <summary>Adds a region of the list; false when it is known that there is a next page, which is enough.</summary>
        public bool Add(ShownRegion region)
        {
            if (HasRoom(region.View.Code))
            {
                _loose.Add(region);
                if (BoardSection.Ends(region.View.Code))
                {
                    CloseSection();
                }
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

        /// <summary>Adds those regions of a section that are on the list; false, with nothing added, where they do not fit all.</summary>
        public bool TryAdd(BoardSection section, Func<BoardEntry, bool> isOn)
        {
            CloseSection();
            if (former?._made.TryGetValue(section, out var made) != true || made?.IsFirst == (_sections.Count > 0))
            {
                ShownRegion[] regions = [.. section.Entries.Where(isOn).Select(static entry => entry.Region!)];
                made = regions.Length == 0 ? null : new PageSection(regions, _sections.Count == 0);
            }

            if (made is not null)
            {
                if (_count + made.Regions.Count > query.Size)
                {
                    return false;
                }

                _count += made.Regions.Count;
                _last = made.Regions[^1].View.Code;
                _sections.Add(made);
            }

            _made.Add(section, made);
            return true;
        }

        public BoardPage ToPage()
        {
            CloseSection();
            return new BoardPage(query, _sections, _next, _removed, _made, room);
        }

        private bool HasRoom(string code)
        {
            if (_count >= query.Size)
            {
                _next ??= _last;
                return false;
            }

            _count++;
            _last = code;
            return true;
        }

        private void CloseSection()
        {
            if (_loose.Count > 0)
            {
                _sections.Add(new PageSection([.. _loose], _sections.Count == 0));
                _loose.Clear();
            }
        }
    }
}
