using Alerting.Engine.Regions;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Access;

/// <summary>The regions that a subject may access, looked up once per request.</summary>
internal readonly struct RegionLimits
{
    /// <summary>What bodies call all regions.</summary>
    public const string World = "*";

    private readonly RegionCatalog _regions;

    /// <summary>Codes of the regions whose subtrees are allowed; null: all are.</summary>
    private readonly IReadOnlyList<string>? _within;

    internal RegionLimits(RegionCatalog regions, IReadOnlyList<string>? within) => (_regions, _within) = (regions, within);

    /// <summary>Whether all regions are allowed.</summary>
    public bool AreNone => _within is null;

    /// <summary>The same for whoever is limited to the same regions; null for those who are not limited.</summary>
    public string? Key => _within is null ? null : string.Join(',', _within);

    /// <summary>Whether the subject may access this region.</summary>
    public bool Allow(string region)
    {
        if (_within is null)
        {
            return true;
        }

        foreach (var root in _within)
        {
            if (_regions.IsWithin(region, root))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether all of these, each with its subtree, are allowed; <c>*</c> is the world.</summary>
    public bool Contain(IReadOnlyList<string> regions)
    {
        foreach (var region in regions)
        {
            if (!Allow(region))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether something of the subtrees of these is allowed; <c>*</c> is the world.</summary>
    public bool Meet(IReadOnlyList<string> regions)
    {
        if (_within is null)
        {
            return true;
        }

        foreach (var region in regions)
        {
            if (region == World || Allow(region) || LieIn(region))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// What is both asked for and allowed, as codes with their subtrees; null: nothing is. Nothing asked for means all that is
    /// allowed, and an empty answer the world.
    /// </summary>
    public IReadOnlyList<string>? Narrow(IReadOnlyList<string> regions)
    {
        if (_within is null)
        {
            return regions;
        }

        if (regions.Count == 0)
        {
            return _within.Count == 0 ? null : _within;
        }

        var limits = this;
        var catalog = _regions;
        List<string> both =
        [
            .. regions.Where(limits.Allow),
            .. _within.Where(root => regions.Any(region => region != root && catalog.IsWithin(root, region))),
        ];
        return both.Count == 0 ? null : both;
    }

    /// <summary>Refuses a body that names a region outside.</summary>
    /// <param name="path">JSON path of the list.</param>
    /// <exception cref="RefusedException">403, with the path of the region.</exception>
    public void Check(IReadOnlyList<string> regions, string path)
    {
        for (var i = 0; i < regions.Count; i++)
        {
            if (!Allow(regions[i]))
            {
                throw Refuse(regions[i], JsonPath.Item(path, i));
            }
        }
    }

    /// <param name="path">JSON path of the member, or name of the parameter.</param>
    public static RefusedException Refuse(string region, string? path) => new(
        new Fault(FaultTypes.Forbidden, $"'{region}' is outside the regions to which the caller is limited.", path),
        StatusCodes.Status403Forbidden);

    private bool LieIn(string region)
    {
        foreach (var root in _within!)
        {
            if (_regions.IsWithin(root, region))
            {
                return true;
            }
        }

        return false;
    }
}
