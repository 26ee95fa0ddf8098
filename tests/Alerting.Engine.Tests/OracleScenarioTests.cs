using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Oracle;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests;

/// <summary>
/// Are the random scenarios worth running, and does what holds of every alert hold of the oracle's? A region engine is put beside
/// the oracle by <see cref="LockStep.FirstDifference"/>.
/// </summary>
public sealed class OracleScenarioTests(ITestOutputHelper output)
{
    private const int Sample = 120;

    /// <summary>Desks do several things, and seldom to an alert of each measure.</summary>
    private const int FewActs = 2;
    private const uint Seed = 2015;

    private static readonly Dictionary<string, Lazy<List<Scenario>>> s_scenarios = new()
    {
        ["reports"] = new(() => Generate(Scenarios.Reports)),
        ["prompt reports"] = new(() => Generate(Scenarios.PromptReports)),
        ["prompt roll-ups"] = new(() => Generate(Scenarios.PromptRollUps)),
        ["surges"] = new(() => Generate(Scenarios.Surges)),
        ["roll-ups"] = new(() => Generate(Scenarios.RollUps)),
        ["sequences"] = new(() => Generate(Scenarios.Sequences)),
        ["sequences below"] = new(() => Generate(Scenarios.SequencesBelow)),
        ["silence"] = new(() => Generate(Scenarios.Silence)),
        ["months"] = new(() => Generate(Scenarios.Months)),
    };

    /// <summary>What the oracle makes of them, once for all tests that only look at it.</summary>
    private static readonly Dictionary<string, Lazy<List<NaiveRegion>>> s_regions = s_scenarios.ToDictionary(
        static scenarios => scenarios.Key, static scenarios => new Lazy<List<NaiveRegion>>(() => [.. scenarios.Value.Value.Select(Run)]));

    /// <summary>What desks do beside taking note has nothing to do with what is measured.</summary>
    private static readonly AlertChange[] s_beside =
        [AlertChange.Unacknowledged, AlertChange.Assigned, AlertChange.Commented, AlertChange.Reviewed];

    public static TheoryData<string> Kinds => ["reports", "surges", "roll-ups", "months", "sequences", "sequences below", "silence"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Random_scenarios_lead_to_every_change_of_every_measure(string kind)
    {
        var revisions = s_regions[kind].Value.SelectMany(static region => region.Revisions).ToList();
        foreach (var measure in revisions.GroupBy(r => r.Threshold.Measure).OrderBy(g => g.Key))
        {
            var changes = Enum.GetValues<AlertChange>().ToDictionary(c => c, c => measure.Count(r => r.Change == c));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind} {measure.Key,-10} {string.Join("  ", changes.Select(c => $"{c.Key} {c.Value,5}"))}  threshold-changed {measure.Count(r => r.Reason == "threshold-changed"),4}"));
            Assert.All(
                changes.Where(c => !s_beside.Contains(c.Key) && (measure.Key is not (Measure.Level or Measure.Quiet) || c.Key != AlertChange.Cancelled)),
                c => Assert.True(c.Value >= (c.Key == AlertChange.Acknowledged ? FewActs : Sample / 25), $"{measure.Key} was {c.Key} only {c.Value} times."));
        }

        Assert.All(s_beside, beside => Assert.True(revisions.Count(r => r.Change == beside) >= FewActs, $"Hardly any was {beside}."));
        var lapses = revisions.Count(r => r.Reason == "grown");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {lapses} acknowledgements lapsed"));
        Assert.True(lapses >= FewActs, $"Only {lapses} acknowledgements lapsed.");

        Measure[] expected = kind switch
        {
            "reports" => [Measure.Incidents, Measure.Towns, Measure.Killed, Measure.Wounded, Measure.Casualties, Measure.Weight, Measure.Level],
            "surges" => [Measure.Surge, Measure.Incidents],
            "sequences" => [Measure.Sequence],
            "sequences below" => [Measure.Sequence],
            "silence" => [Measure.Quiet, Measure.Incidents],
            "months" => [Measure.Incidents, Measure.Killed, Measure.Towns, Measure.Level, Measure.Surge],
            _ => [Measure.Regions, Measure.Towns, Measure.Incidents, Measure.Killed, Measure.Casualties, Measure.Weight],
        };
        Assert.Empty(expected.Except(revisions.Select(r => r.Threshold.Measure)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_alert_of_the_oracle_has_an_orderly_life(string kind)
    {
        foreach (var (scenario, region) in s_scenarios[kind].Value.Zip(s_regions[kind].Value))
        {
            Assert.Null(region.NextDeadline);

            // Time never runs back by itself.
            Assert.True(scenario.Steps.Any(static step => step.Input is SetClockInput)
                || region.Revisions.Zip(region.Revisions.Skip(1)).All(pair => pair.First.At <= pair.Second.At));
            foreach (var alert in region.Revisions.GroupBy(r => r.AlertId).Select(g => g.ToList()))
            {
                Assert.Equal(Enumerable.Range(1, alert.Count), alert.Select(r => r.Revision));
                Assert.True(alert[0].Change == AlertChange.Raised && alert[0].Judged >= alert[0].Threshold.AtLeast);
                var afterwards = alert.SkipWhile(r => r.Status == AlertStatus.Open).ToList();
                Assert.True(afterwards[0].Change is AlertChange.Cleared or AlertChange.Cancelled);
                Assert.All(afterwards, r => Assert.Equal(afterwards[0].Ended, r.Ended));
                Assert.All(afterwards.Skip(1), r => Assert.True(r.Change is AlertChange.Commented or AlertChange.Reviewed));
                Assert.All(
                    alert.Where(r => r.Change == AlertChange.Cancelled),
                    r => Assert.True(r.Judged < r.Threshold.AtLeast || r.Threshold is { MaxProbability: not null } or { MinIncidents: not null }));
            }
        }
    }

    [Theory]
    [InlineData("prompt reports")]
    [InlineData("surges")]
    [InlineData("prompt roll-ups")]
    public void A_forgetful_region_puts_much_away_and_needs_some_of_it_again(string kind)
    {
        var (archived, restored) = (0, 0);
        foreach (var scenario in s_scenarios[kind].Value)
        {
            var region = new ForgetfulRegion(scenario);
            Assert.Null(LockStep.FirstDifference(scenario, region.Subject));
            archived += region.Archived;
            restored += region.Restored;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {archived} incidents put away, {restored} blocks taken back"));
        Assert.True(archived > 4 * Sample, $"only {archived} put away");
        Assert.True(restored > Sample / 2, $"only {restored} taken back");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_second_oracle_is_found_equal_and_a_tampered_one_is_not(string kind)
    {
        foreach (var (scenario, region) in s_scenarios[kind].Value.Zip(s_regions[kind].Value).Take(30))
        {
            Assert.Null(LockStep.FirstDifference(scenario, Second(scenario, alert => alert)));
            if (region.Revisions.Exists(r => r.Evidence.Count > 0))
            {
                Assert.Contains("sources", LockStep.FirstDifference(scenario, Second(scenario, alert => alert with
                {
                    Evidence = [.. alert.Evidence.Select(e => e with { Sources = [.. e.Sources, "nobody"] })],
                })), StringComparison.Ordinal);
            }
        }
    }

    private static List<Scenario> Generate(Gen<Scenario> gen)
    {
        // Always the same ones: how often a rare change comes about must not depend on luck.
        var random = new PCG(Seed, Seed);
        return [.. Enumerable.Range(0, Sample).Select(_ => gen.Generate(random, null, out var _))];
    }

    private static NaiveRegion Run(Scenario scenario)
    {
        var region = new NaiveRegion(scenario.Code, scenario.Catalog, scenario.Options);
        foreach (var (now, input) in scenario.Steps)
        {
            if (input is null)
            {
                region.Advance(now);
            }
            else
            {
                region.Apply(now, input);
            }
        }

        region.Advance(scenario.End);
        return region;
    }

    private static Subject Second(Scenario scenario, Func<Alert, Alert> tamper)
    {
        var region = new NaiveRegion(scenario.Code, scenario.Catalog, scenario.Options);
        var passed = 0;
        void Pass(RegionOutput to)
        {
            foreach (var revision in region.Revisions.Skip(passed))
            {
                to.Add(tamper(revision.ToAlert(scenario.Catalog)));
            }

            passed = region.Revisions.Count;
        }

        return new Subject(
            (now, input, to) =>
            {
                var outcome = region.Apply(now, input);
                Pass(to);
                return outcome;
            },
            (now, to) =>
            {
                region.Advance(now);
                Pass(to);
            },
            () => region.NextDeadline);
    }
}
