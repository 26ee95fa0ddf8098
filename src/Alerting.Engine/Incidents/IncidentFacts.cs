using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>Derives what an incident shows from its reports.</summary>
internal static class IncidentFacts
{
    /// <summary>weight = kind weight x gradeFactor x (1 + log2(1 + killed + wounded/4)).</summary>
    public static double Weight(double kindWeight, double gradeFactor, int killed, int wounded) =>
        kindWeight * gradeFactor * (killed == 0 && wounded == 0 ? 1 : 1 + Math.Log2(1 + killed + (wounded / 4.0)));

    /// <summary>
    /// 1 - x, rounded to twelve decimals: enough for any product of a few grades, and without the last bits of binary
    /// fractions.
    /// </summary>
    public static double Factor(double unlikely) => Math.Round(1 - unlikely, 12);

    public static void OfOne(ref IncidentRow incident, in ReportRow best)
    {
        var factor = best.Grade.Factor;
        var inTown = best.DistinctTown is not null;
        incident.Kind = best.Kind;
        incident.Town = inTown ? best.Town : null;
        incident.DistinctTown = best.DistinctTown;
        incident.TownFactor = inTown ? factor : 0;
        incident.TownReportedAt = inTown ? best.OccurredAt : 0;
        incident.OccurredAt = best.OccurredAt;
        incident.Killed = Math.Max(best.Killed, 0);
        incident.Wounded = Math.Max(best.Wounded, 0);
        incident.GradeFactor = factor;
        incident.Weight = Weight(best.Kind!.Weight, factor, incident.Killed, incident.Wounded);
        incident.Sources = best.From.Alone;
        incident.Rare = best.Rare is not { } rare ? null : IncidentRow.Rarities.Of(
            rare.Location,
            rare.Summary,
            rare.Url,
            rare.Actors,
            rare.Actors.Count < 2 ? rare.ActorKeys : [.. new SortedSet<string>(rare.ActorKeys, StringComparer.Ordinal)],
            0,
            locationDoubt: rare.LocationDoubt);
    }

    /// <summary>Derives it from a few reports, which are a chain.</summary>
    public static void OfSeveral(ref IncidentRow incident, RowList<ReportRow> reports)
    {
        var town = -1;
        int killed = -1, wounded = -1;
        var occurredAt = long.MaxValue;
        var unlikely = 1.0;
        Location? location = null;
        var doubt = false;
        string? summary = null, url = null;
        var sources = new List<string>();
        ActorUnion? actors = null;
        for (var at = incident.FirstReport; at >= 0; at = reports[at].Next)
        {
            ref var report = ref reports[at];
            town = town < 0 && report.DistinctTown is not null ? at : town;
            killed = killed < 0 ? report.Killed : killed;
            wounded = wounded < 0 ? report.Wounded : wounded;
            doubt = location is null ? report.LocationDoubt : doubt;
            location ??= report.Location;
            summary ??= report.Summary;
            url ??= report.Url;
            occurredAt = Math.Min(occurredAt, report.OccurredAt);
            if (!sources.Contains(report.From.Name))
            {
                // Reports are ranked by f, so the first report of a source has the source's greatest f.
                sources.Add(report.From.Name);
                unlikely *= 1 - report.Grade.Factor;
            }

            if (report.Rare is { Actors.Count: > 0 } rare)
            {
                (actors ??= new ActorUnion()).Add(rare);
            }
        }

        ref var best = ref reports[incident.FirstReport];
        var factor = sources.Count == 1 ? best.Grade.Factor : Factor(unlikely);
        Show(ref incident, reports, town, killed, wounded, occurredAt, factor);
        incident.Sources = sources.Count == 1 ? best.From.Alone : sources;
        incident.Rare = IncidentRow.Rarities.Of(location, summary, url, actors?.Names ?? [], actors?.Keys ?? [], 0, locationDoubt: doubt);
    }

    public static void OfMany(ref IncidentRow incident, ManyReports many, RowList<ReportRow> reports)
    {
        var killed = many.FirstWith(ReportMarks.Killed);
        var wounded = many.FirstWith(ReportMarks.Wounded);
        var located = many.FirstWith(ReportMarks.Location);
        var summary = many.FirstWith(ReportMarks.Summary);
        var url = many.FirstWith(ReportMarks.Url);
        Show(
            ref incident,
            reports,
            many.FirstWith(ReportMarks.Town),
            killed < 0 ? -1 : reports[killed].Killed,
            wounded < 0 ? -1 : reports[wounded].Wounded,
            many.OccurredAt,
            many.GradeFactor);
        incident.Sources = many.ShownSources;
        var (actors, keys) = many.ShownActors;
        var unlisted = many.SourceCount - incident.Sources.Count;
        incident.Rare = IncidentRow.Rarities.Of(
            located < 0 ? null : reports[located].Location,
            summary < 0 ? null : reports[summary].Summary,
            url < 0 ? null : reports[url].Url,
            actors,
            keys,
            unlisted,
            locationDoubt: located >= 0 && reports[located].LocationDoubt);
    }

    /// <param name="town">The report that names the town, or -1.</param>
    /// <param name="killed">-1 where no report states it.</param>
    /// <param name="wounded">-1 where no report states it.</param>
    private static void Show(
        ref IncidentRow incident, RowList<ReportRow> reports, int town, int killed, int wounded, long occurredAt, double gradeFactor)
    {
        incident.Kind = reports[incident.FirstReport].Kind;
        incident.Killed = Math.Max(killed, 0);
        incident.Wounded = Math.Max(wounded, 0);
        incident.OccurredAt = occurredAt;
        incident.Town = town < 0 ? null : reports[town].Town;
        incident.DistinctTown = town < 0 ? null : reports[town].DistinctTown;
        incident.TownFactor = town < 0 ? 0 : reports[town].Grade.Factor;
        incident.TownReportedAt = town < 0 ? 0 : reports[town].OccurredAt;
        incident.GradeFactor = gradeFactor;
        incident.Weight = Weight(incident.Kind!.Weight, gradeFactor, incident.Killed, incident.Wounded);
    }
}
