using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Oracle;
using Alerting.Engine.Wire;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests;

/// <summary>The engine does what the naive oracle does, in random scenarios whose instants fall on the edges of windows.</summary>
public sealed class EngineOracleTests
{
    [Fact]
    public void Reports_corrections_and_changes_of_thresholds_lead_where_the_oracle_says() => Check(Scenarios.Reports, Engine, 800);

    [Fact]
    public void Incidents_of_two_reports_treated_as_those_of_many_lead_where_the_oracle_says() => Check(Scenarios.Reports, Indexed, 500);

    [Fact]
    public void Surges_lead_where_the_oracle_says() => Check(Scenarios.Surges, Engine, 100);

    [Fact]
    public void Sequences_lead_where_the_oracle_says() => Check(Scenarios.Sequences, Engine, 150);

    [Fact]
    public void Sequences_in_regions_below_lead_where_the_oracle_says() => Check(Scenarios.SequencesBelow, Engine, 100);

    [Fact]
    public void A_restart_from_a_snapshot_changes_nothing_for_sequences() => Check(Scenarios.Sequences, Restarting, 20);

    [Fact]
    public void Archiving_whatever_can_be_changes_nothing_for_sequences() =>
        Check(Scenarios.PromptSequences, static scenario => new ForgetfulRegion(scenario).Subject, 50);

    [Fact]
    public void Silent_sources_lead_where_the_oracle_says() => Check(Scenarios.Silence, Engine, 150);

    [Fact]
    public void A_restart_from_a_snapshot_changes_nothing_for_silent_sources() => Check(Scenarios.Silence, Restarting, 40);

    [Fact]
    public void Measures_compared_with_those_of_past_days_lead_where_the_oracle_says() => Check(Scenarios.Months, Engine, 125);

    [Fact]
    public void Roll_ups_lead_where_the_oracle_says() => Check(Scenarios.RollUps, Engine, 500);

    [Fact]
    public void A_restart_from_a_snapshot_at_any_step_changes_nothing() => Check(Scenarios.Reports, Restarting, 100);

    [Fact]
    public void A_restart_from_a_snapshot_changes_nothing_for_surges() => Check(Scenarios.Surges, Restarting, 20);

    [Fact]
    public void A_restart_from_a_snapshot_changes_nothing_for_past_days() => Check(Scenarios.Months, Restarting, 20);

    [Fact]
    public void A_restart_from_a_snapshot_changes_nothing_for_roll_ups() => Check(Scenarios.RollUps, Restarting, 75);

    [Fact]
    public void Archiving_whatever_can_be_changes_nothing() =>
        Check(Scenarios.PromptReports, static scenario => new ForgetfulRegion(scenario).Subject, 150);

    [Fact]
    public void Archiving_whatever_can_be_changes_nothing_for_surges() =>
        Check(Scenarios.Surges, static scenario => new ForgetfulRegion(scenario).Subject, 50);

    [Fact]
    public void Archiving_whatever_can_be_changes_nothing_for_past_days() =>
        Check(Scenarios.Months, static scenario => new ForgetfulRegion(scenario).Subject, 40);

    [Fact]
    public void Archiving_whatever_can_be_changes_nothing_for_roll_ups() =>
        Check(Scenarios.PromptRollUps, static scenario => new ForgetfulRegion(scenario).Subject, 150);

    private static void Check(Gen<Scenario> scenarios, Func<Scenario, Subject> subject, int iterations) =>
        scenarios.Sample(
            scenario =>
            {
                var difference = LockStep.FirstDifference(scenario, subject(scenario));
                if (difference is not null)
                {
                    TestContext.Current.TestOutputHelper?.WriteLine($"{difference}{Environment.NewLine}{scenario}");
                }

                return difference is null;
            },
            iter: RandomExamples.Of(iterations));

    private static Subject Engine(Scenario scenario)
    {
        var engine = new RegionEngine(scenario.Code, scenario.Catalog, scenario.Options);
        return new Subject(engine.Apply, engine.Advance, () => engine.NextDeadline);
    }

    /// <summary>An engine that is saved and restored before every step.</summary>
    private static Subject Restarting(Scenario scenario)
    {
        var engine = Create();
        var snapshots = new Snapshots();
        return new Subject(
            (now, input, output) => Restart().Apply(now, input, output),
            (now, output) => Restart().Advance(now, output),
            () => engine.NextDeadline);

        RegionEngine Restart() => engine = snapshots.Restart(engine, Create());

        // A few incidents a part, so that some change and some do not.
        RegionEngine Create() =>
            new(scenario.Code, scenario.Catalog, scenario.Options) { PartBits = 2, MaxChainedReports = 2, MaxGroupedTowns = 2 };
    }

    private static Subject Indexed(Scenario scenario)
    {
        var engine = new RegionEngine(scenario.Code, scenario.Catalog, scenario.Options) { MaxChainedReports = 1, MaxGroupedTowns = 1 };
        return new Subject(engine.Apply, engine.Advance, () => engine.NextDeadline);
    }
}
