using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Server.Http;

namespace Alerting.Server.Regions;

/// <summary>One page of the list of regions, and the JSON that it is answered with.</summary>
internal sealed class BoardPage
{
    private readonly Lazy<SharedBody> _body;

    private BoardPage(IReadOnlyList<ShownRegion> regions, string? next)
    {
        Page = new Page<RegionView>([.. regions.Select(static region => region.View)], next);
        Tag = TagOf(regions, next);
        _body = new Lazy<SharedBody>(() => new SharedBody(
            JsonSerializer.SerializeToUtf8Bytes(Page, ApiJson.Wire.PageRegionView), "application/json; charset=utf-8"));
    }

    public Page<RegionView> Page { get; }

    /// <summary>Strong entity tag of the page, whatever it is written in.</summary>
    public string Tag { get; }

    /// <summary>The page as JSON, which is written once.</summary>
    public SharedBody Body => _body.Value;

    private static string TagOf(IReadOnlyList<ShownRegion> regions, string? next)
    {
        var hash = new XxHash128();
        foreach (var region in regions)
        {
            hash.Append(MemoryMarshal.AsBytes(region.View.Code.AsSpan()));
            hash.Append(MemoryMarshal.AsBytes(region.Tag.AsSpan()));
        }

        hash.Append(MemoryMarshal.AsBytes(next.AsSpan()));
        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset())}\"";
    }

    /// <summary>Takes the regions of a page, in their order.</summary>
    /// <param name="minimum">Regions of lower levels are left out.</param>
    /// <param name="size">How many the page has room for.</param>
    public sealed class Builder(ThreatLevel minimum, int size)
    {
        private readonly List<ShownRegion> _regions = [];
        private string? _next;

        /// <summary>Adds a region that may be one of the page; false when it is known that there is a next page, which is enough.</summary>
        public bool Add(ShownRegion region)
        {
            if (region.View.Level >= minimum && _next is null)
            {
                if (_regions.Count < size)
                {
                    _regions.Add(region);
                }
                else
                {
                    _next = _regions[^1].View.Code;
                }
            }

            return _next is null;
        }

        public BoardPage ToPage() => new(_regions, _next);
    }
}
