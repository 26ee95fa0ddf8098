using Alerting.Client;
using Alerting.Incidents;
using Alerting.Kinds;
using Alerting.Reports;

namespace Alerting.Console.Reports;

/// <summary>Incidents that a report to be sent probably tells of.</summary>
/// <param name="Incidents">The nearest in time first.</param>
/// <param name="IsWhole">Whether all that could be meant have been looked at.</param>
public sealed record ProbableDuplicates(IReadOnlyList<IncidentView> Incidents, bool IsWhole)
{
    /// <summary>The most incidents of a region that are looked at.</summary>
    public const int MaxRead = 1_000;

    private const int PageSize = 200;

    /// <summary>Reports of one incident state times so far apart.</summary>
    private static readonly TimeSpan s_near = TimeSpan.FromHours(2);

    /// <summary>Looks among the incidents of a region for those of about that time, that town and a kind of the same family.</summary>
    /// <param name="region">Code of the region of the report.</param>
    /// <param name="kinds">The catalogue.</param>
    public static async Task<ProbableDuplicates> FindAsync(
        RegionsClient regions, string region, ReportBody report, IReadOnlyList<Kind> kinds, CancellationToken cancellationToken)
    {
        if (report.OccurredAt is not { } at)
        {
            return new([], true);
        }

        var family = kinds.FirstOrDefault(kind => kind.Slug == report.Kind)?.Family;
        var (found, read) = (new List<IncidentView>(), 0);
        await foreach (var incident in regions.IncidentsAsync(region, PageSize, cancellationToken))
        {
            // Newest first.
            if (incident.OccurredAt < at - s_near)
            {
                break;
            }

            if (++read > MaxRead)
            {
                return new(Nearest(found, at), false);
            }

            if (incident.OccurredAt <= at + s_near && IsMeant(incident, report, family))
            {
                found.Add(incident);
            }
        }

        return new(Nearest(found, at), true);
    }

    private static bool IsMeant(IncidentView incident, ReportBody report, Family? family) =>
        (incident.Kind == report.Kind || incident.Family == family) && TownNames.MayBeOne(incident.Town, report.Town)
        && !incident.Reports.Any(known => known.Source == report.Source && known.ReportId == report.ReportId);

    private static IReadOnlyList<IncidentView> Nearest(List<IncidentView> found, DateTimeOffset at) =>
        [.. found.OrderBy(incident => (incident.OccurredAt - at).Duration())];
}
