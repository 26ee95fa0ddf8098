using System.IO.Hashing;
using Alerting.Engine.Catalog;
using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Boundaries;

/// <summary>
/// Where the regions of an installation lie: the outlines shipped with the product, and those of the operator's file in place of
/// them. What is shipped is read when it is first asked for. Every process of a cluster must have the same. Immutable; safe for
/// many threads.
/// </summary>
public sealed class RegionBoundaries
{
    /// <summary>A report's location may lie this far outside of its region before it is in doubt, metres.</summary>
    public const double MaxOutside = 50_000;

    private static readonly Lazy<IReadOnlyDictionary<string, RegionOutline>> s_high = new(() => TopologyReader.Read(BoundaryDetail.High));
    private static readonly Lazy<IReadOnlyDictionary<string, RegionOutline>> s_low = new(() => TopologyReader.Read(BoundaryDetail.Low));

    private readonly RegionCatalog _catalog;
    private readonly IReadOnlyDictionary<string, RegionOutline> _own;
    private readonly Lazy<RegionLocator> _locator;
    private readonly Lazy<string> _version;

    private RegionBoundaries(RegionCatalog catalog, IReadOnlyDictionary<string, RegionOutline> own, ReadOnlyMemory<byte> file)
    {
        (_catalog, _own) = (catalog, own);
        _locator = new(() => new RegionLocator(
            catalog, catalog.Codes.Select(code => Find(code, BoundaryDetail.High)).OfType<RegionOutline>(),
            own.Keys.ToHashSet(StringComparer.Ordinal)));
        _version = new(() => VersionOf(file.Span));
    }

    /// <summary>Names the content, in hexadecimal digits: another one where any outline is another.</summary>
    public string Version => _version.Value;

    /// <summary>The outlines that are shipped.</summary>
    /// <param name="catalog">The regions of the installation.</param>
    public static RegionBoundaries Load(RegionCatalog catalog) => new(catalog, new Dictionary<string, RegionOutline>(), default);

    /// <summary>The outlines that are shipped, and those of a file.</summary>
    /// <param name="catalog">The regions of the installation.</param>
    /// <param name="path">GeoJSON file of the operator's; null or empty for none.</param>
    /// <param name="open">Opens a file.</param>
    /// <exception cref="CatalogFileException">The file cannot be read, or is not what it should be.</exception>
    public static RegionBoundaries Load(RegionCatalog catalog, string? path, Func<string, Stream> open)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (string.IsNullOrEmpty(path))
        {
            return Load(catalog);
        }

        var (outlines, file) = GeoJsonOutlines.Read(path, open, catalog);
        return new(catalog, outlines, file);
    }

    /// <summary>The outline of a region of the catalogue; null where it is not known.</summary>
    /// <param name="code">Code of the region.</param>
    /// <param name="detail">How closely; what is too small for a low detail is given in the high one.</param>
    public RegionOutline? Find(string code, BoundaryDetail detail) =>
        _own.GetValueOrDefault(code)
        ?? (detail == BoundaryDetail.Low ? s_low.Value.GetValueOrDefault(code) : null)
        ?? s_high.Value.GetValueOrDefault(code);

    /// <summary>
    /// The deepest region in which a location lies. One at most 5 km off a coast is on it, since coasts are simplified.
    /// </summary>
    public LocatedRegion Locate(Location location) => _locator.Value.Find(location);

    /// <summary>
    /// Whether a location lies more than <see cref="MaxOutside"/> outside of a region, or of the nearest one above it of which the
    /// whole outline is known.
    /// </summary>
    /// <param name="code">Code of a region of the catalogue.</param>
    /// <param name="location">The location.</param>
    public bool IsFarFrom(string code, Location location)
    {
        for (string? at = code; at is not null; at = _catalog[at].Parent)
        {
            if (Find(at, BoundaryDetail.High) is { IsPartial: false } outline)
            {
                return outline.IsBeyond(location, MaxOutside);
            }
        }

        return false;
    }

    private static string VersionOf(ReadOnlySpan<byte> file)
    {
        var hash = new XxHash128();
        foreach (var detail in Enum.GetValues<BoundaryDetail>())
        {
            using var shipped = TopologyReader.Open(detail);
            hash.Append(shipped);
        }

        hash.Append(file);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
