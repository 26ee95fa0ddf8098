using Alerting.Alerts;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Rarity;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Backtests;

/// <summary>What desks do stands in a backtest as it would live.</summary>
public sealed class BacktestActTests
{
    private const string AlertId = "IQ-AN.killed.1";

    private static readonly ThresholdVersion s_killed = new("killed", 1, RegionOfDays.Killed, RegionOfDays.Start, "test", null);

    [Fact]
    public void An_acknowledgement_comes_after_what_came_in_at_its_instant_and_lapses_when_that_has_grown()
    {
        var run = new BacktestRun(RegionCatalog.Iso, EngineOptions.Default, [s_killed], BacktestPeriod.Whole)
        {
            Acts =
            [
                Act(2, 0.3, new UnacknowledgeAct()),
                Act(0, 0, new AcknowledgeAct("seen")),
                Act(1, 0.05, new AcknowledgeAct("seen")),
                Act(3, 9, new AcknowledgeAct("too late")),
                new TimedAct(4, "SE", RegionOfDays.At(0.1).UtcTicks, new AlertActInput("SE.killed.1", "desk", new AcknowledgeAct(null))),
            ],
        };
        Take(run, 0, 10);
        Take(run, 0.1, 5);
        Take(run, 0.2, 5);
        run.Finish(CancellationToken.None);

        var alert = Assert.Single(run.Alerts);
        Assert.Equal(
            [
                (AlertChange.Raised, null), (AlertChange.Acknowledged, null), (AlertChange.Updated, null), (AlertChange.Updated, "grown"),
                (AlertChange.Cleared, null),
            ],
            alert.Revisions.Select(static r => (r.Change, r.Reason)));
        Assert.Equal([0], run.ActsDone);
    }

    private static TimedAct Act(int index, double day, AlertAct act) =>
        new(index, "IQ-AN", RegionOfDays.At(day).UtcTicks, new AlertActInput(AlertId, "desk", act));

    private static void Take(BacktestRun run, double day, int killed)
    {
        var report = new Report
        {
            ReportId = $"{day}",
            Source = "wire-a",
            Region = "IQ-AN",
            Kind = "ied",
            Family = Family.Explosion,
            KindWeight = 2,
            OccurredAt = RegionOfDays.At(day),
            Killed = killed,
        };
        Assert.Equal(ReportStatus.Accepted, run.Take(report, report.OccurredAt.UtcTicks, CancellationToken.None)!.Value.Status);
    }
}
