using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>What the reports of an incident say together (specification section 2).</summary>
internal static class IncidentView
{
    /// <summary>weight = kind weight x gradeFactor x (1 + log2(1 + killed + wounded/4)).</summary>
    public static double Weight(double kindWeight, double gradeFactor, int killed, int wounded) =>
        kindWeight * gradeFactor * (killed == 0 && wounded == 0 ? 1 : 1 + Math.Log2(1 + killed + (wounded / 4.0)));

    public static Incident OfOne(IncidentNode node, StoredReport report)
    {
        var killed = Math.Max(report.Killed, 0);
        var wounded = Math.Max(report.Wounded, 0);
        var factor = report.Grade.Factor;
        var inTown = report.Place is not null;
        return new Incident
        {
            IncidentId = node.Id,
            Region = node.Region,
            Kind = report.Kind,
            Family = report.Family,
            KindWeight = report.KindWeight,
            Town = inTown ? report.Town : null,
            TownFactor = inTown ? factor : 0,
            TownReportedAt = inTown ? report.OccurredAt : 0,
            OccurredAt = report.OccurredAt,
            Killed = killed,
            Wounded = wounded,
            GradeFactor = factor,
            Weight = Weight(report.KindWeight, factor, killed, wounded),
            Actors = report.Actors,
            Sources = report.From.Alone,
            Location = report.Location,
        };
    }

    /// <param name="node">The incident.</param>
    /// <param name="reports">Ranked, best first.</param>
    /// <param name="places">Folds actors.</param>
    public static Incident OfMany(IncidentNode node, ReadOnlySpan<StoredReport> reports, PlaceBook places)
    {
        StoredReport? town = null;
        int killed = -1, wounded = -1;
        var occurredAt = long.MaxValue;
        var unlikely = 1.0;
        Location? location = null;
        var sources = new List<string>(reports.Length);
        var actors = new List<string>();
        var actorKeys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var report in reports)
        {
            town ??= report.Place is null ? null : report;
            killed = killed < 0 ? report.Killed : killed;
            wounded = wounded < 0 ? report.Wounded : wounded;
            location ??= report.Location;
            occurredAt = Math.Min(occurredAt, report.OccurredAt);
            if (!sources.Contains(report.Source))
            {
                // Ranked by f: a source's first report here is its greatest f.
                sources.Add(report.Source);
                unlikely *= 1 - report.Grade.Factor;
            }

            foreach (var actor in report.Actors)
            {
                if (actorKeys.Add(places.Fold(actor)))
                {
                    actors.Add(actor);
                }
            }
        }

        var best = reports[0];
        (killed, wounded) = (Math.Max(killed, 0), Math.Max(wounded, 0));

        // Twelve decimals hold any product of a few grades exactly and hide the last bits of the binary ones.
        var gradeFactor = sources.Count == 1 ? best.Grade.Factor : Math.Round(1 - unlikely, 12);
        return new Incident
        {
            IncidentId = node.Id,
            Region = node.Region,
            Kind = best.Kind,
            Family = best.Family,
            KindWeight = best.KindWeight,
            Town = town?.Town,
            TownFactor = town?.Grade.Factor ?? 0,
            TownReportedAt = town?.OccurredAt ?? 0,
            OccurredAt = occurredAt,
            Killed = killed,
            Wounded = wounded,
            GradeFactor = gradeFactor,
            Weight = Weight(best.KindWeight, gradeFactor, killed, wounded),
            Actors = actors,
            Sources = sources,
            Location = location,
        };
    }
}
