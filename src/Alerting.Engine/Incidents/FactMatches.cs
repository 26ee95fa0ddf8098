namespace Alerting.Engine.Incidents;

/// <summary>Matches the incident of a region below with this region and id.</summary>
internal readonly struct BelowMatch(IncidentTable table, string region, string id) : IRowMatch
{
    public bool Matches(int row)
    {
        ref var incident = ref table.Incidents[row];
        return incident.Id == id && incident.Region == region;
    }
}

/// <summary>Matches the report with this source and id. Sources are one object each and compared by reference.</summary>
internal readonly ref struct ReportMatch(IncidentTable table, ReportSource source, ReadOnlySpan<char> reportId) : IRowMatch
{
    private readonly ReadOnlySpan<char> _reportId = reportId;

    public bool Matches(int row)
    {
        ref var report = ref table.Reports[row];
        return ReferenceEquals(report.From, source) && _reportId.SequenceEqual(report.ReportId);
    }
}
