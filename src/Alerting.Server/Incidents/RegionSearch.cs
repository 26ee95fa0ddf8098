using System.Security.Claims;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Regions;

namespace Alerting.Server.Incidents;

/// <summary>
/// Finds incidents and reports by an id that is unique within a region only: in the region that the caller names, else in
/// all regions within the caller's limits.
/// </summary>
internal sealed class RegionSearch(RegionBoard board, RegionGrains grains, RegionCatalog catalog, RegionAccess access)
{
    /// <summary>Regions that are asked at the same time.</summary>
    private const int MaxAsked = 64;

    /// <summary>The one region in which there is such a thing, and what it answers.</summary>
    /// <param name="what">The thing, for problems.</param>
    /// <param name="region">The region that the caller names; null to search.</param>
    /// <param name="likely">Of the regions that can be searched, those to be asked first; the others only if it is in none of them.</param>
    /// <param name="ask">Asks one of them; null where it is not.</param>
    /// <exception cref="RefusedException">There is none, there are several, or it is outside the caller's regions.</exception>
    public async Task<T> OneAsync<T>(
        ClaimsPrincipal user, string what, string? region,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<string>>> likely, Func<string, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var limits = access.Of(user);
        if (region is not null)
        {
            if (!catalog.TryGet(region, out _))
            {
                throw new RefusedException(NearestRegion.Unknown(catalog, region, "region"));
            }

            if (!limits.Allow(region))
            {
                throw RegionLimits.Refuse(region, "region");
            }

            return await ask(region) ?? throw NotFound($"{what} in '{region}'");
        }

        var codes = await board.CodesAsync(cancellationToken);
        var first = (await likely(codes)).Where(limits.Allow).ToHashSet(StringComparer.Ordinal);
        var found = await AskAsync(first, ask);
        if (found.Count == 0)
        {
            // It may be so new that the regions above have not been told yet.
            found = await AskAsync(codes.Where(code => !first.Contains(code) && limits.Allow(code)), ask);
        }

        return found.Count switch
        {
            0 when !limits.AreNone && (await AskAsync(codes.Where(code => !limits.Allow(code)), ask)).Count > 0 =>
                throw new RefusedException(
                    new Fault(FaultTypes.Forbidden, $"What is called {what} is outside the regions to which the caller is limited."),
                    StatusCodes.Status403Forbidden),
            0 => throw NotFound(what),
            1 => found.Values.First(),
            _ => throw new RefusedException(
                new Fault(
                    FaultTypes.Conflict,
                    $"Several regions have {what}: {string.Join(", ", found.Keys)}. Say which one with ?region=.",
                    "region"),
                StatusCodes.Status409Conflict),
        };
    }

    /// <summary>The one incident with this id, with a page of its reports.</summary>
    /// <param name="region">The region that the caller names; null to search.</param>
    /// <param name="place">Where the page continues; null at the beginning.</param>
    /// <inheritdoc cref="OneAsync"/>
    public Task<IncidentDetail> IncidentAsync(
        ClaimsPrincipal user, string incidentId, string? region, ReportPlace? place, int pageSize, CancellationToken cancellationToken)
    {
        var what = $"incident '{NearestName.Shown(incidentId)}'";
        return CanBeId(incidentId)
            ? OneAsync(
                user, what, region, codes => WithIncidentAsync(codes, incidentId),
                code => grains[code].GetIncidentAsync(incidentId, place, pageSize), cancellationToken)
            : throw NotFound(what);
    }

    /// <summary>Whether any incident can have this id: what is longer need not be looked for.</summary>
    public static bool CanBeId(string incidentId) => incidentId.Length is > 0 and <= ReportTexts.MaxIncidentId * 2;

    /// <summary>
    /// The regions in which an incident with this id may be: the regions without one above them know all incidents of their
    /// subtrees, so no other needs to be woken for what they know.
    /// </summary>
    private async Task<IReadOnlyList<string>> WithIncidentAsync(IReadOnlyList<string> codes, string incidentId)
    {
        var asked = codes.Where(code => catalog[code].Parent is null).Select(root => grains[root].RegionsOfAsync(incidentId)).ToArray();
        return [.. (await Task.WhenAll(asked)).SelectMany(static found => found)];
    }

    private static async Task<SortedDictionary<string, T>> AskAsync<T>(IEnumerable<string> codes, Func<string, Task<T?>> ask)
        where T : class
    {
        var found = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var chunk in codes.Chunk(MaxAsked))
        {
            foreach (var (code, asked) in chunk.Select(code => (code, ask(code))).ToArray())
            {
                if (await asked is { } answer)
                {
                    found.Add(code, answer);
                }
            }
        }

        return found;
    }

    private static RefusedException NotFound(string what) =>
        new(new Fault(FaultTypes.NotFound, $"There is no {what}."), StatusCodes.Status404NotFound);
}
