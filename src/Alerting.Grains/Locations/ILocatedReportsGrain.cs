using Orleans.Concurrency;

namespace Alerting.Grains.Locations;

/// <summary>
/// Remembers in which region a report was first found whose reporter states none: a report is known by its region and never
/// moves. The key is that of a share of such reports, see <see cref="ReportClaim.Share"/>; reports that state their region are not
/// known here.
/// </summary>
/// <remarks>
/// May throw <see cref="Alerting.Storage.Logs.LogStoreUnavailableException"/> (try again later) and
/// <see cref="Alerting.Grains.Regions.OverloadedException"/> (too many calls wait already). A call may be repeated.
/// </remarks>
[Alias("alerting.ILocatedReportsGrain")]
public interface ILocatedReportsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Tells for each, in order, the region in which it was first found: what was remembered before, else what is claimed now, which
    /// is durable then; null where neither is there.
    /// </summary>
    [Alias("Place"), AlwaysInterleave]
    Task<IReadOnlyList<FirstRegion>> PlaceAsync([Immutable] IReadOnlyList<ReportClaim> claims);
}

/// <summary>Where a report was first found.</summary>
/// <param name="Code">Code of the region; null where the report is not known.</param>
/// <param name="IsSamePlace">Whether the location was the same then, so that it is there whatever the boundaries say by now.</param>
[GenerateSerializer, Immutable, Alias("alerting.FirstRegion")]
public readonly record struct FirstRegion([property: Id(0)] string? Code, [property: Id(1)] bool IsSamePlace);
