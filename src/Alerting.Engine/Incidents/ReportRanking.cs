namespace Alerting.Engine.Incidents;

/// <summary>The order of the reports of an incident: greatest f, later occurredAt, more killed, more wounded, source, reportId.</summary>
internal static class ReportRanking
{
    /// <summary>Negative where <paramref name="x"/> ranks before <paramref name="y"/>.</summary>
    public static int Compare(in ReportRow x, in ReportRow y)
    {
        var order = y.Grade.FactorUnits.CompareTo(x.Grade.FactorUnits);
        order = order != 0 ? order : y.OccurredAt.CompareTo(x.OccurredAt);
        order = order != 0 ? order : Math.Max(y.Killed, 0).CompareTo(Math.Max(x.Killed, 0));
        order = order != 0 ? order : Math.Max(y.Wounded, 0).CompareTo(Math.Max(x.Wounded, 0));
        order = order != 0 ? order : string.CompareOrdinal(x.From.Name, y.From.Name);
        return order != 0 ? order : string.CompareOrdinal(x.ReportId, y.ReportId);
    }
}
