using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Server.Http;

namespace Alerting.Server.Regions;

/// <summary>One page of the list of regions, or what has changed of it, and the JSON that it is answered with.</summary>
internal sealed class BoardPage
{
    private readonly Lazy<SharedBody> _body;
    private readonly Lazy<byte[]> _event;

    private BoardPage(IReadOnlyList<ShownRegion> regions, string? next, bool isComplete, IReadOnlyList<string> removed)
    {
        Page = new RegionPage([.. regions.Select(static region => region.View)], next, isComplete) { Removed = removed };
        Tag = TagOf(regions, Page);
        _body = new Lazy<SharedBody>(() => new SharedBody(
            JsonSerializer.SerializeToUtf8Bytes(Page, ApiJson.Wire.RegionPage), "application/json; charset=utf-8"));
        _event = new Lazy<byte[]>(() =>
            [
                .. "event: regions\ndata: "u8,
                .. JsonSerializer.SerializeToUtf8Bytes(new RegionChanges(Page.Items, Page.Removed), ApiJson.Wire.RegionChanges),
                .. "\n\n"u8,
            ]);
    }

    public RegionPage Page { get; }

    /// <summary>Strong entity tag of the page, whatever it is written in. The same from every process that shows the same.</summary>
    public string Tag { get; }

    /// <summary>The page as JSON, which is written once.</summary>
    public SharedBody Body => _body.Value;

    /// <summary>The page as a server-sent event without an id, which is written once.</summary>
    public byte[] Event => _event.Value;

    /// <summary>Whether there is nothing on it.</summary>
    public bool IsEmpty => Page.Items.Count + Page.Removed.Count == 0;

    private static string TagOf(IReadOnlyList<ShownRegion> regions, RegionPage page)
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

        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset())}\"";
    }

    /// <summary>A zero after each text, so that texts that follow each other cannot be taken for others.</summary>
    private static void Append(XxHash128 hash, string? text)
    {
        hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
        hash.Append([0, 0]);
    }

    /// <summary>Takes the regions of a page, in their order.</summary>
    /// <param name="size">How many the page has room for.</param>
    /// <param name="isComplete">Whether it is a page of the whole list.</param>
    public sealed class Builder(int size, bool isComplete = true)
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

        public BoardPage ToPage() => new(_regions, _next, isComplete, _removed);

        private bool HasRoom(string code)
        {
            if (_regions.Count + _removed.Count >= size)
            {
                _next ??= _last;
                return false;
            }

            _last = code;
            return true;
        }
    }
}
