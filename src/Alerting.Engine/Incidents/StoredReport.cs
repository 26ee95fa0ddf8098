using Alerting.Engine.Reports;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>Puts a report into its row.</summary>
internal static class StoredReport
{
    /// <summary>Takes over what the engine needs of a report that is not withdrawn.</summary>
    public static void Fill(ref ReportRow stored, Report report, FactIndex facts, long now)
    {
        stored.Town = report.Town;
        stored.DistinctTown = report.Town is not null && report.Precision == Precision.Town
            ? facts.Towns.Get(facts.Region, report.Town)
            : null;
        stored.Kind = facts.Kinds.Get(report.Kind, report.Family, report.KindWeight);
        stored.OccurredAt = Math.Min(report.OccurredAt.UtcTicks, now);
        stored.Killed = report.Killed ?? -1;
        stored.Wounded = report.Wounded ?? -1;
        stored.Grade = report.Grade;
        stored.Rare = report.Location is null && report.Actors.Count == 0 && report.Summary is null && report.Url is null
            ? null
            : new ReportRow.Rarities
            {
                Location = report.Location,
                LocationDoubt = report.LocationDoubt,
                Actors = report.Actors,
                ActorKeys = [.. report.Actors.Select(facts.Towns.Fold)],
                Summary = ShortText.Cut(report.Summary, Incident.MaxSummary),
                Url = report.Url,
            };
    }

    /// <summary>Where the revisions of a report are, the one in force until now included; none where that is not known.</summary>
    public static long[] Revisions(in ReportRow stored)
    {
        var earlier = stored.Earlier;
        if (stored.Sequence == 0)
        {
            return [];
        }

        return [.. earlier.Skip(Math.Max(0, earlier.Count + 1 - SentReport.MaxEarlier)), stored.Sequence];
    }

    /// <summary>Has the revision that is stored now know the earlier ones.</summary>
    public static void Keep(ref ReportRow stored, long[] earlier)
    {
        if (earlier.Length > 0)
        {
            stored.Rare = (stored.Rare ?? new ReportRow.Rarities()) with { Earlier = earlier };
        }
    }
}
