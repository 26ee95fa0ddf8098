using System.Globalization;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Levels;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Thresholds;

/// <summary>What the watches of a region share.</summary>
internal sealed class WatchContext(Region region, RegionCatalog catalog, EngineOptions options, IncidentBook incidents, LevelTracker level)
{
    private Report? _report;
    private string? _cause;

    public Region Region { get; } = region;

    public RegionCatalog Catalog { get; } = catalog;

    public EngineOptions Options { get; } = options;

    public IncidentBook Incidents { get; } = incidents;

    public LevelTracker Level { get; } = level;

    public AlertWriter Writer { get; } = new(region, catalog);

    /// <summary>How many times a cleared alert has told the incidents known.</summary>
    public long Tells { get; set; }

    /// <summary>Where the step at hand puts what it brings about.</summary>
    public RegionOutput Output { get; set; } = new();

    /// <summary>The input at hand, in words, for whoever is cancelled by it.</summary>
    public string Cause => _cause ??= Describe(_report!);

    public void SetCause(string cause) => _cause = cause;

    /// <summary>Few reports cancel anything: they are put in words only when one does.</summary>
    public void SetCause(Report report)
    {
        _report = report;
        _cause = null;
    }

    private static string Describe(Report report) => report switch
    {
        { Retracted: true } => $"report {report.Source}/{report.ReportId} was retracted",
        { Revision: > 1 } => string.Create(CultureInfo.InvariantCulture, $"report {report.Source}/{report.ReportId} was corrected (revision {report.Revision})"),
        _ => $"report {report.Source}/{report.ReportId}",
    };
}
