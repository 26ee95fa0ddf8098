using Alerting.Engine.Regions;
using Alerting.Places;

namespace Alerting.Engine.Places;

/// <summary>What operators have said of the towns of a region and of those below it: the versions that the region has adopted.</summary>
internal sealed class PlaceTable(string region, RegionCatalog catalog)
{
    /// <summary>Of most regions nothing was said: null.</summary>
    private SortedDictionary<string, PlaceVersion>? _versions;

    private Dictionary<string, RegionPlaces>? _regions;

    /// <summary>The newest adopted version of each, deletions included, by id.</summary>
    public IReadOnlyCollection<PlaceVersion> Versions => _versions is null ? [] : _versions.Values;

    public bool IsEmpty => _regions is null or { Count: 0 };

    public int VersionOf(string id) => Find(id)?.Version ?? 0;

    /// <summary>
    /// Whether this version is newer than the adopted one, and about this region or one below it, now or until now.
    /// </summary>
    public bool IsNews(PlaceVersion version) =>
        VersionOf(version.Id) < version.Version
        && ((version.Region is { } about && IsHere(about)) || Find(version.Id)?.Region is not null);

    /// <summary>Adopts the versions that are news.</summary>
    /// <returns>The regions of which something else is known now.</returns>
    public IReadOnlySet<string> Adopt(IReadOnlyList<PlaceVersion> versions)
    {
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var version in versions.Where(IsNews))
        {
            Note(version.Region);
            Note(Find(version.Id)?.Region);
            Keep(version);
        }

        foreach (var code in changed)
        {
            Settle(code);
        }

        return changed;

        void Note(string? about)
        {
            if (about is not null && IsHere(about))
            {
                changed.Add(about);
            }
        }
    }

    /// <summary>Restores what <see cref="Versions"/> gave.</summary>
    public void Restore(IReadOnlyList<PlaceVersion> versions)
    {
        foreach (var version in versions)
        {
            Keep(version);
        }

        foreach (var code in versions.Select(static v => v.Region).OfType<string>().Distinct(StringComparer.Ordinal).Where(IsHere))
        {
            Settle(code);
        }
    }

    /// <summary>What is said of a town; null where nothing is.</summary>
    /// <param name="code">Code of its region.</param>
    /// <param name="folded">Its name, folded.</param>
    public SettledTown? Find(string code, string folded) => _regions?.GetValueOrDefault(code)?.Find(folded);

    private bool IsHere(string code) => catalog.TryGet(code, out _) && catalog.IsWithin(code, region);

    private PlaceVersion? Find(string id) => _versions?.GetValueOrDefault(id);

    private void Keep(PlaceVersion version) =>
        (_versions ??= new SortedDictionary<string, PlaceVersion>(StringComparer.Ordinal))[version.Id] = version;

    private void Settle(string code)
    {
        _regions ??= new Dictionary<string, RegionPlaces>(StringComparer.Ordinal);
        var inForce = Versions.Where(v => v.Region == code).ToList();
        var former = _regions.GetValueOrDefault(code);
        _regions.Remove(code);
        if (inForce.Count > 0)
        {
            _regions[code] = new RegionPlaces(inForce, former);
        }
    }
}
