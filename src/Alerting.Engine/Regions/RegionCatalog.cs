using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>
/// All regions of an installation: the ISO 3166 countries and subdivisions shipped with the product and those that
/// the operator adds. Immutable; every process of a cluster must have the same.
/// </summary>
public sealed class RegionCatalog
{
    private static readonly Lazy<RegionCatalog> s_iso = new(() => new RegionCatalog(ReadIso()));

    private readonly FrozenDictionary<string, Region> _regions;
    private readonly FrozenDictionary<string, string[]> _children;
    private readonly string[] _codes;

    /// <summary>Creates a catalogue of these regions, which may come in any order.</summary>
    /// <exception cref="ArgumentException">A code occurs twice, a parent is unknown, or parents form a ring or are more than 32
    /// deep.</exception>
    public RegionCatalog(IEnumerable<Region> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        var byCode = new Dictionary<string, Region>(StringComparer.Ordinal);
        foreach (var region in regions)
        {
            if (!byCode.TryAdd(region.Code, region))
            {
                throw new ArgumentException($"Region '{region.Code}' is defined twice.", nameof(regions));
            }
        }

        foreach (var region in byCode.Values)
        {
            var depth = 0;
            for (var above = region.Parent; above is not null; above = byCode[above].Parent)
            {
                if (!byCode.ContainsKey(above))
                {
                    throw new ArgumentException($"Region '{region.Code}' has the unknown parent '{above}'.", nameof(regions));
                }

                if (++depth > 32)
                {
                    throw new ArgumentException(
                        $"The parents of region '{region.Code}' form a ring or are more than 32 deep.", nameof(regions));
                }
            }
        }

        _regions = byCode.Values.Select(Shared).ToFrozenDictionary(static r => r.Code, StringComparer.Ordinal);
        _codes = [.. byCode.Keys.Order(StringComparer.Ordinal)];
        _children = _regions.Values.Where(r => r.Parent is not null)
            .GroupBy(r => r.Parent!, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Select(r => r.Code).Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);

        // One string for a code, however many regions lie below it.
        Region Shared(Region region) =>
            region.Parent is { } parent && byCode[parent].Code is var own && !ReferenceEquals(parent, own)
                ? region with { Parent = own }
                : region;
    }

    /// <summary>The ISO 3166 regions shipped with the product.</summary>
    public static RegionCatalog Iso => s_iso.Value;

    /// <summary>All codes, in ordinal order.</summary>
    public IReadOnlyList<string> Codes => _codes;

    /// <summary>Finds the region with this code.</summary>
    public bool TryGet(string code, [NotNullWhen(true)] out Region? region) => _regions.TryGetValue(code, out region);

    /// <summary>The region with this code.</summary>
    /// <exception cref="KeyNotFoundException">There is no such region.</exception>
    public Region this[string code] => _regions[code];

    /// <summary>Codes of the regions directly below, in ordinal order.</summary>
    public IReadOnlyList<string> ChildrenOf(string code) => _children.GetValueOrDefault(code, []);

    /// <summary>All regions below one, those directly below it first.</summary>
    public IEnumerable<string> Below(string code)
    {
        var next = new Queue<string>(ChildrenOf(code));
        while (next.TryDequeue(out var below))
        {
            yield return below;
            foreach (var child in ChildrenOf(below))
            {
                next.Enqueue(child);
            }
        }
    }

    /// <summary>Whether <paramref name="code"/> is <paramref name="ancestor"/> or lies below it.</summary>
    public bool IsWithin(string code, string ancestor)
    {
        for (var at = code; at is not null; at = _regions.TryGetValue(at, out var region) ? region.Parent : null)
        {
            if (at == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Codes of the regions above, nearest first.</summary>
    public IEnumerable<string> AncestorsOf(string code)
    {
        for (var at = _regions[code].Parent; at is not null; at = _regions[at].Parent)
        {
            yield return at;
        }
    }

    /// <summary>Number of regions above this one; 0 for a root.</summary>
    public int DepthOf(string code) => AncestorsOf(code).Count();

    /// <summary>A new catalogue of these regions and more, which may lie below them.</summary>
    public RegionCatalog With(IEnumerable<Region> more) => new(_regions.Values.Concat(more));

    private static IEnumerable<Region> ReadIso()
    {
        foreach (var line in RegionData.Lines("iso-3166-1.csv"))
        {
            var (code, name) = RegionData.Split(line);
            yield return new Region(code, Unquote(name), null);
        }

        foreach (var line in RegionData.Lines("iso-3166-2.csv"))
        {
            var (code, rest) = RegionData.Split(line);
            var last = rest.LastIndexOf(',');
            yield return new Region(code, Unquote(rest[..last]), rest[(last + 1)..]);
        }
    }

    private static string Unquote(string field) =>
        field is ['"', .., '"'] ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field;
}
