using Alerting.Engine.Names;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What the reports of one incident say together (section 2, "Incident").</summary>
internal static class NaiveIncident
{
    public static Incident Of(string region, string incidentId, IEnumerable<KnownReport> reports)
    {
        var ranked = reports
            .OrderByDescending(r => r.Report.Grade.FactorUnits)
            .ThenByDescending(r => r.OccurredAt)
            .ThenByDescending(r => r.Report.Killed ?? 0)
            .ThenByDescending(r => r.Report.Wounded ?? 0)
            .ThenBy(r => r.Report.Source, StringComparer.Ordinal)
            .ThenBy(r => r.Report.ReportId, StringComparer.Ordinal)
            .ToList();
        var first = ranked[0].Report;
        var named = ranked.Find(r => r.IsTownPrecise);
        var killed = ranked.Find(r => r.Report.Killed is not null)?.Report.Killed ?? 0;
        var wounded = ranked.Find(r => r.Report.Wounded is not null)?.Report.Wounded ?? 0;
        var gradeFactor = GradeFactor(ranked);
        return new Incident
        {
            IncidentId = incidentId,
            Region = region,
            Kind = first.Kind,
            Family = first.Family,
            KindWeight = first.KindWeight,
            Town = named?.Report.Town,
            TownFactor = named?.Report.Grade.Factor ?? 0,
            TownReportedAt = named?.OccurredAt ?? 0,
            OccurredAt = ranked.Min(r => r.OccurredAt),
            Killed = killed,
            Wounded = wounded,
            GradeFactor = gradeFactor,
            Weight = Weight(first.KindWeight, gradeFactor, killed, wounded),
            Actors = [.. ranked.SelectMany(r => r.Report.Actors).DistinctBy(NameFolding.Fold)],
            Sources = [.. ranked.Select(r => r.Report.Source).Distinct(StringComparer.Ordinal)],
            NamedBy = [.. ranked.Select(r => r.Report.Source).Distinct(StringComparer.Ordinal)
                .Where(source => ranked.Exists(r => r.Report.Source == source && r.Report.IncidentId is not null && r.ByHand is null))],
            Location = ranked.Find(r => r.Report.Location is not null)?.Report.Location,
        };
    }

    public static double Weight(double kindWeight, double gradeFactor, int killed, int wounded) =>
        kindWeight * gradeFactor * (1 + Math.Log2(1 + killed + (wounded / 4.0)));

    private static double GradeFactor(IEnumerable<KnownReport> reports)
    {
        var doubt = 1.0;
        foreach (var source in reports.GroupBy(r => r.Report.Source, StringComparer.Ordinal))
        {
            doubt *= 1 - source.Max(r => r.Report.Grade.Factor);
        }

        return Math.Round(1 - doubt, 12);
    }
}
