using System.Diagnostics.CodeAnalysis;

namespace Alerting.Engine.Incidents;

/// <summary>What identifies a report within its region.</summary>
internal readonly record struct ReportKey(string Source, string ReportId);

/// <summary>Reports by source and report id. A set whose members are their own keys takes half of what a dictionary does.</summary>
internal sealed class ReportKeyComparer : IEqualityComparer<StoredReport>, IAlternateEqualityComparer<ReportKey, StoredReport>
{
    public static ReportKeyComparer Instance { get; } = new();

    public bool Equals(StoredReport? x, StoredReport? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.ReportId == y.ReportId && x.Source == y.Source);

    public int GetHashCode([DisallowNull] StoredReport obj) => Hash(obj.Source, obj.ReportId);

    public bool Equals(ReportKey alternate, StoredReport other) => other.ReportId == alternate.ReportId && other.Source == alternate.Source;

    public int GetHashCode(ReportKey alternate) => Hash(alternate.Source, alternate.ReportId);

    public StoredReport Create(ReportKey alternate) => throw new NotSupportedException("Reports are added as a whole.");

    // Keyed by the process, so that nobody can make reports collide by choosing their names.
    private static int Hash(string source, string reportId) =>
        HashCode.Combine(reportId.GetHashCode(StringComparison.Ordinal), source.GetHashCode(StringComparison.Ordinal));
}

/// <summary>A region's own incidents by id.</summary>
internal sealed class IncidentIdComparer : IEqualityComparer<IncidentNode>, IAlternateEqualityComparer<string, IncidentNode>
{
    public static IncidentIdComparer Instance { get; } = new();

    public bool Equals(IncidentNode? x, IncidentNode? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.IdIs(y.Id));

    public int GetHashCode([DisallowNull] IncidentNode obj) => obj.IdHash();

    public bool Equals(string alternate, IncidentNode other) => other.IdIs(alternate);

    public int GetHashCode(string alternate) => alternate.GetHashCode(StringComparison.Ordinal);

    public IncidentNode Create(string alternate) => throw new NotSupportedException("Incidents are added as a whole.");
}

/// <summary>What identifies an incident of a region below.</summary>
internal readonly record struct IncidentKey(string Region, string Id);

/// <summary>Incidents of regions below by region and id.</summary>
internal sealed class IncidentKeyComparer : IEqualityComparer<IncidentNode>, IAlternateEqualityComparer<IncidentKey, IncidentNode>
{
    public static IncidentKeyComparer Instance { get; } = new();

    public bool Equals(IncidentNode? x, IncidentNode? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Region == y.Region && x.Id == y.Id);

    public int GetHashCode([DisallowNull] IncidentNode obj) => Hash(obj.Region, obj.Id);

    public bool Equals(IncidentKey alternate, IncidentNode other) => other.Id == alternate.Id && other.Region == alternate.Region;

    public int GetHashCode(IncidentKey alternate) => Hash(alternate.Region, alternate.Id);

    public IncidentNode Create(IncidentKey alternate) => throw new NotSupportedException("Incidents are added as a whole.");

    private static int Hash(string region, string id) => HashCode.Combine(id.GetHashCode(StringComparison.Ordinal), region.GetHashCode(StringComparison.Ordinal));
}
