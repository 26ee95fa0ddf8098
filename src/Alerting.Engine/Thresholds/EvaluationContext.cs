using System.Globalization;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Levels;
using Alerting.Engine.Quiet;
using Alerting.Engine.Rarity;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Thresholds;

/// <summary>What the evaluators of a region share.</summary>
internal sealed class EvaluationContext(
    Region region, RegionCatalog catalog, EngineOptions options, FactIndex facts, ArchivedFacts archived, LevelTracker level)
{
    private Report? _report;
    private string? _cause;

    public Region Region { get; } = region;

    public RegionCatalog Catalog { get; } = catalog;

    public EngineOptions Options { get; } = options;

    public FactIndex Facts { get; } = facts;

    public ArchivedFacts Archived { get; } = archived;

    public LevelTracker Level { get; } = level;

    public HeardSources Heard { get; } = new();

    public Beginning Beginning { get; } = new();

    /// <summary>By what rules the current input is judged.</summary>
    public JudgingRules Rules
    {
        get;
        set
        {
            field = value;
            Writer.StatesLocalTime = value >= JudgingRules.Fourth;
        }
    } = JudgingRules.Current;

    public AlertWriter Writer { get; } = new(region, catalog);

    /// <summary>
    /// Counts how often a cleared alert of the region has told the incidents known then; the number of the last such
    /// round.
    /// </summary>
    public long ToldRound { get; set; }

    /// <summary>To which story the alerts belong that the current input raises.</summary>
    public StoryOfInput Story { get; } = new();

    /// <summary>Collects the results of the current step.</summary>
    public RegionOutput Output { get; set; } = new();

    /// <summary>Describes the current input, as the reason of an alert that it cancels.</summary>
    public string Cause => _cause ??= Describe(_report!);

    public void SetCause(string cause) => _cause = cause;

    /// <summary>The report of the current step. Few reports cancel an alert, so a description is made only when one does.</summary>
    public void SetCause(Report report)
    {
        _report = report;
        _cause = null;
    }

    private static string Describe(Report report) => report switch
    {
        { Retracted: true } => $"report {report.Source}/{report.ReportId} was retracted",
        { Revision: > 1 } => string.Create(
            CultureInfo.InvariantCulture, $"report {report.Source}/{report.ReportId} was corrected (revision {report.Revision})"),
        _ => $"report {report.Source}/{report.ReportId}",
    };
}
