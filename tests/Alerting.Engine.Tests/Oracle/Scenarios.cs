using Alerting.Engine.Regions;
using Alerting.Regions;
using CsCheck;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>Random scenarios in which few towns, kinds and sources meet often and times lie on a coarse grid, so that the edges of windows are hit exactly.</summary>
internal static class Scenarios
{
    private static readonly RegionCatalog s_leaves = new([new("X", "Ex", null), new("X-1", "Ex One", "X"), new("X-2", "Ex Two", "X"), new("elsewhere", "Elsewhere", null)]);

    private static readonly RegionCatalog s_tree = new(
    [
        new("P", "Parent", null), new("A", "Alpha", "P"), new("A1", "Alpha One", "A"), new("A2", "Alpha Two", "A"),
        new("B", "Beta", "P"), new("B1", "Beta One", "B"), new("C", "Gamma", "P"), new("elsewhere", "Elsewhere", null),
    ]);

    // Half-lives and bounds are odd numbers, so that no score lies on a bound but for a rounding error.
    private static readonly Gen<EngineOptions> s_options = Gen.Select(
        Gen.OneOf(10, 15, 30),
        Gen.OneOf(3_667, 29_003, 86_399),
        Gen.OneOf<TimeSpan?>(EngineOptions.Default.Retention, null, TimeSpan.FromDays(1)),
        (minutes, seconds, retention) => new EngineOptions
        {
            CorrelationWindow = TimeSpan.FromMinutes(minutes),
            HalfLife = TimeSpan.FromSeconds(seconds),
            LevelBounds = [2.0031, 5.0093, 9.0137, 17.0171],
            Retention = retention,
        });

    /// <summary>One region with reports only, within hours; every measure but regions and surge.</summary>
    public static Gen<Scenario> Reports { get; } = Gen.Select(ScenarioThresholds.OfReports, s_options, Pace.Minutes.Steps,
        (thresholds, options, steps) => new ReportSteps("X-1", s_leaves, options, Pace.Minutes, thresholds).Build(steps));

    /// <summary>One region with reports only, in which old incidents are soon in no window that counts.</summary>
    public static Gen<Scenario> PromptReports { get; } = Gen.Select(ScenarioThresholds.OfPromptReports, s_options, Pace.Minutes.Steps,
        (thresholds, options, steps) => new ReportSteps("X-1", s_leaves, options with { Retention = null }, Pace.Minutes, thresholds).Build(steps));

    /// <summary>A region with three regions below, in which old incidents are soon in no window that counts.</summary>
    public static Gen<Scenario> PromptRollUps { get; } = Gen.Select(ScenarioThresholds.OfPromptRollUps, s_options, Pace.Minutes.Steps,
        (thresholds, options, steps) => new RollUpSteps("P", s_tree, options, Pace.Minutes, thresholds).Build(steps));

    /// <summary>One region with reports only, over weeks; surges.</summary>
    public static Gen<Scenario> Surges { get; } = Gen.Select(ScenarioThresholds.OfDays, s_options, Pace.Days.Steps,
        (thresholds, options, steps) => new ReportSteps("X-1", s_leaves, options with { Retention = null }, Pace.Days, thresholds).Build(steps));

    /// <summary>One region with reports only, over months; measures and levels that are compared with those of the days before.</summary>
    public static Gen<Scenario> Months { get; } = Gen.Select(ScenarioThresholds.OfMonths, s_options, Pace.Months.Steps,
        (thresholds, options, steps) => new ReportSteps("X-1", s_leaves, options with { Retention = null }, Pace.Months, thresholds).Build(steps));

    /// <summary>One region with reports only, within hours; sequences.</summary>
    public static Gen<Scenario> Sequences { get; } = Gen.Select(ScenarioThresholds.OfSequences, s_options, Pace.Minutes.Steps,
        (thresholds, options, steps) => new ReportSteps("X-1", s_leaves, options, Pace.Minutes, thresholds).Build(steps));

    /// <summary>One region with sequences, in which old incidents are soon in no window that counts.</summary>
    public static Gen<Scenario> PromptSequences { get; } = Gen.Select(ScenarioThresholds.OfPromptSequences, s_options, Pace.Minutes.Steps,
        (thresholds, options, steps) => new ReportSteps("X-1", s_leaves, options with { Retention = null }, Pace.Minutes, thresholds).Build(steps));

    /// <summary>A region whose sequences happen in the three regions below it.</summary>
    public static Gen<Scenario> SequencesBelow { get; } = Gen.Select(ScenarioThresholds.OfSequencesBelow, s_options, Pace.Minutes.Steps,
        (thresholds, options, steps) => new RollUpSteps("P", s_tree, options, Pace.Minutes, thresholds).Build(steps));

    /// <summary>A region with three regions below, fed by roll-ups and a few reports of its own.</summary>
    public static Gen<Scenario> RollUps { get; } = Gen.Select(ScenarioThresholds.OfRollUps, s_options, Pace.Minutes.Steps,
        (thresholds, options, steps) => new RollUpSteps("P", s_tree, options, Pace.Minutes, thresholds).Build(steps));
}
