using Alerting.Grains.Locations;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.Reports;

/// <summary>
/// Puts reports that state no region into the one in which they were first found, which is remembered for as long as reports are:
/// a report is known by its region. Reports that state their region, or no id of their own, do not come here.
/// </summary>
internal sealed class ReportPlacement(IGrainFactory grains, Patience patience)
{
    /// <summary>Where each report belongs, in order.</summary>
    /// <param name="reports">As they were read: with the region of their location, or an empty one where they state none.</param>
    /// <param name="limits">Of the caller. What lies outside is refused, and not remembered.</param>
    public async Task<PlacedReport[]> PlaceAsync(IReadOnlyList<Report> reports, RegionLimits limits)
    {
        var placed = new PlacedReport[reports.Count];
        var shares = new Dictionary<string, List<(int Index, ReportClaim Claim)>>(StringComparer.Ordinal);
        for (var i = 0; i < placed.Length; i++)
        {
            if (reports[i].Region is { Length: > 0 } region && !limits.Allow(region))
            {
                placed[i] = new PlacedReport(null, Outside(region));
                continue;
            }

            var claim = ReportClaim.Of(reports[i]);
            if (!shares.TryGetValue(claim.Share, out var share))
            {
                shares[claim.Share] = share = [];
            }

            share.Add((i, claim));
        }

        await Task.WhenAll(shares.Select(async share =>
        {
            var grain = grains.GetGrain<ILocatedReportsGrain>(share.Key);
            List<ReportClaim> claims = share.Value.ConvertAll(static claimed => claimed.Claim);
            var found = await patience.TryAsync(() => grain.PlaceAsync(claims), CancellationToken.None);
            for (var i = 0; i < claims.Count; i++)
            {
                var index = share.Value[i].Index;
                placed[index] = Place(reports[index], found[i], limits);
            }
        }));
        return placed;
    }

    private static PlacedReport Place(Report report, FirstRegion first, RegionLimits limits)
    {
        if (first.Code is not { } code)
        {
            return new PlacedReport(null, ReportRules.NoRegion);
        }

        if (report.Region.Length > 0 && report.Region != code && !first.IsSamePlace)
        {
            return new PlacedReport(null, ReportRules.Moved(report.Location!.Value, report.Region));
        }

        return limits.Allow(code)
            ? new PlacedReport(report.Region == code ? report : report with { Region = code }, null)
            : new PlacedReport(null, new Fault(
                FaultTypes.Forbidden, "The report was first found outside the regions to which the caller is limited.", "$.location"));
    }

    private static Fault Outside(string region) => RegionLimits.Refuse(region, "$.location").Fault;
}

/// <summary>A report in its region, or the fault for which it is in none.</summary>
/// <param name="Report">Null where there is a fault.</param>
/// <param name="Fault">Null where there is a report.</param>
internal readonly record struct PlacedReport(Report? Report, Fault? Fault);
