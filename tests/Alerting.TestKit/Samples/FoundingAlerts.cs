using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.TestKit;

/// <summary>What the founding scenario leads to, with the default thresholds and the clock of its reports.</summary>
public static class FoundingAlerts
{
    /// <summary>The revisions of its alerts in the order of a ledger.</summary>
    public static IReadOnlyList<Alert> Revisions { get; } = Run();

    /// <summary>The revisions of one alert, first to last.</summary>
    public static IReadOnlyList<Alert> Of(string threshold) =>
        [.. Revisions.Where(revision => revision.Threshold.Id == threshold).OrderBy(static revision => revision.Revision)];

    private static List<Alert> Run()
    {
        var ledger = new Ledger();
        var thresholds = FoundingScenario.DefaultThresholds.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "system", null));
        var tree = new RegionTree(RegionCatalog.Iso, EngineOptions.Default with { Retention = null }, [.. thresholds], ledger);
        foreach (var report in FoundingScenario.Reports)
        {
            tree.Take(report.Region, new ReportInput(report), report.OccurredAt.UtcTicks);
        }

        while (tree.NextDeadline is { } due)
        {
            tree.Advance(due);
        }

        return ledger.Revisions;
    }

    private sealed class Ledger : IRegionTreeObserver
    {
        public List<Alert> Revisions { get; } = [];

        public void OnRevision(Alert revision) => Revisions.Add(revision with { Seq = Revisions.Count + 1 });

        public void OnLevel(string region, LevelChange change)
        {
        }
    }
}
