using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Oracle;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>Few sources and report ids, of which several read alike once they are joined by a colon, in few towns.</summary>
public sealed class CollidingIdTests
{
    private const int Iterations = 1_000;

    private static readonly RegionCatalog s_catalog = new([new Region("X", "Ex")]);
    private static readonly (string Source, string ReportId)[] s_reports =
        [("a", "b:c"), ("a:b", "c"), ("a", "b:c:2"), ("a:b", "c:2"), ("a:b:c", "2"), ("a:b:c", "3"), ("d", "1"), ("e", "1")];
    private static readonly string?[] s_named = [null, null, null, null, null, "a:b:c", "a:b:c:2", "a:b:c:3"];
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Scenario> s_scenarios = Gen.Select(
        Gen.Int[0, s_reports.Length - 1], Gen.Int[0, 3], Gen.Int[0, s_named.Length - 1], Gen.Int[0, 9],
        static (report, town, named, act) => (report, town, named, act))
        .Array[5, 60].Select(Scenario);

    [Fact]
    public void Are_told_apart_as_the_oracle_says() => Check(Engine, Iterations);

    [Fact]
    public void Are_told_apart_when_all_that_can_be_is_put_away() =>
        Check(static scenario => new ForgetfulRegion(scenario).Subject, Iterations / 4);

    private static void Check(Func<Scenario, Subject> subject, int iterations) =>
        s_scenarios.Sample(
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

    private static Scenario Scenario((int Report, int Town, int Named, int Act)[] drafts)
    {
        var revisions = new int[s_reports.Length];
        var steps = new List<(long Now, RegionInput? Input)>();
        var now = s_start;
        foreach (var (index, town, named, act) in drafts)
        {
            var (source, reportId) = s_reports[index];
            now += act == 9 ? TimeSpan.FromDays(9) : TimeSpan.FromMinutes(1);
            var report =
                new Report { Source = source, ReportId = reportId, Region = "X", Revision = ++revisions[index], Retracted = act is 0 or 1 };
            steps.Add((now.UtcTicks, new ReportInput(report.Retracted ? report : report with
            {
                Town = $"Town {town}",
                Precision = Precision.Town,
                Kind = "ied",
                Family = Family.Explosion,
                KindWeight = 2,
                OccurredAt = now,
                IncidentId = s_named[named],
            })));
        }

        return new Scenario("X", s_catalog, EngineOptions.Default, steps, now.UtcTicks);
    }
}
