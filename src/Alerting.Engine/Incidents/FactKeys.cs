using Alerting.Regions;

namespace Alerting.Engine.Incidents;

/// <summary>
/// What facts are found by. Hashes are keyed by the process, so that nobody can make facts collide by choosing names.
/// </summary>
internal static class FactKeys
{
    public static uint Hash(ReportSource source, ReadOnlySpan<char> reportId) => (uint)HashCode.Combine(string.GetHashCode(reportId), source.Hash);

    public static uint Hash(ReadOnlySpan<char> incidentId) => (uint)string.GetHashCode(incidentId);

    public static uint Hash(string region, string incidentId) =>
        (uint)HashCode.Combine(incidentId.GetHashCode(StringComparison.Ordinal), region.GetHashCode(StringComparison.Ordinal));
}

/// <summary>A report by source and report id.</summary>
internal readonly ref struct ReportMatch(IncidentTable table, ReportSource source, ReadOnlySpan<char> reportId) : IRowMatch
{
    private readonly ReadOnlySpan<char> _reportId = reportId;

    public bool Matches(int row)
    {
        ref var report = ref table.Reports[row];
        return ReferenceEquals(report.From, source) && _reportId.SequenceEqual(report.ReportId);
    }
}

/// <summary>One of the region's own incidents by an id that is not derived.</summary>
internal readonly ref struct OwnMatch(IncidentTable table, ReadOnlySpan<char> id) : IRowMatch
{
    private readonly ReadOnlySpan<char> _id = id;

    public bool Matches(int row) => _id.SequenceEqual(table.Incidents[row].Id);
}

/// <summary>An incident of a region below.</summary>
internal readonly struct BelowMatch(IncidentTable table, string region, string id) : IRowMatch
{
    public bool Matches(int row)
    {
        ref var incident = ref table.Incidents[row];
        return incident.Id == id && incident.Region == region;
    }
}
