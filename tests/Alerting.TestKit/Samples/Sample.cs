using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.TestKit;

/// <summary>Reports and thresholds of which a test changes what it is about (<c>with</c>).</summary>
public static class Sample
{
    /// <summary>An armed assault in Anbar of which no town is known.</summary>
    public static Report Assault(string reportId, DateTimeOffset at, string source = "wire-a") => new()
    {
        ReportId = reportId,
        Source = source,
        Region = "IQ-AN",
        Kind = "armed-assault",
        Family = Family.AttackOnSecurityForces,
        KindWeight = 2,
        OccurredAt = at,
    };

    /// <summary>A roadside bomb in Anbar of which no town is known.</summary>
    public static Report RoadsideBomb(string reportId, DateTimeOffset at, string source = "wire-a") =>
        Assault(reportId, at, source) with { Kind = "ied", Family = Family.Explosion };

    /// <summary>A car bomb in Anbar of which no town is known.</summary>
    public static Report CarBomb(string reportId, DateTimeOffset at, string source = "wire-a") =>
        Assault(reportId, at, source) with { Kind = "vehicle-bomb", Family = Family.Explosion, KindWeight = 2.5 };

    /// <summary>The report as one of a town.</summary>
    public static Report In(this Report report, string town) => report with { Town = town, Precision = Precision.Town };

    /// <summary>A threshold on all regions of their level that clears where it is raised.</summary>
    public static Threshold Threshold(string id, Measure measure, double atLeast, string window, Depth depth = Depth.Leaf) => new()
    {
        Id = id,
        Name = id,
        Scope = new Scope(["*"], depth),
        Measure = measure,
        Window = Duration.Parse(window),
        AtLeast = atLeast,
        ClearBelow = atLeast,
        Severity = Severity.Warning,
    };
}
