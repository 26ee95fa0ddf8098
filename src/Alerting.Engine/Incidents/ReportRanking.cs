namespace Alerting.Engine.Incidents;

/// <summary>The order of the reports of an incident: greatest f, later occurredAt, more killed, more wounded, source, reportId.</summary>
internal sealed class ReportRanking : IComparer<StoredReport>
{
    public static ReportRanking Instance { get; } = new();

    public int Compare(StoredReport? x, StoredReport? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = y.Grade.FactorUnits.CompareTo(x.Grade.FactorUnits);
        order = order != 0 ? order : y.OccurredAt.CompareTo(x.OccurredAt);
        order = order != 0 ? order : Math.Max(y.Killed, 0).CompareTo(Math.Max(x.Killed, 0));
        order = order != 0 ? order : Math.Max(y.Wounded, 0).CompareTo(Math.Max(x.Wounded, 0));
        order = order != 0 ? order : string.CompareOrdinal(x.Source, y.Source);
        return order != 0 ? order : string.CompareOrdinal(x.ReportId, y.ReportId);
    }
}
