using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>
/// The engine beside which the oracle runs: <c>engine.Apply</c>, <c>engine.Advance</c> and <c>() => engine.NextDeadline</c>
/// of a region engine. The output is cleared here before each call.
/// </summary>
internal sealed record Subject(
    Func<long, RegionInput, RegionOutput, ReportOutcome?> Apply,
    Action<long, RegionOutput> Advance,
    Func<long?> NextDeadline);

/// <summary>Runs a scenario through the oracle and an engine, one step at a time.</summary>
internal static class LockStep
{
    /// <summary>The first difference with the step at which it shows; null when there is none.</summary>
    public static string? FirstDifference(Scenario scenario, Subject subject)
    {
        var oracle = new NaiveRegion(scenario.Code, scenario.Catalog, scenario.Options);
        var output = new RegionOutput();
        var actual = new List<Alert>();
        for (var i = 0; i <= scenario.Steps.Count; i++)
        {
            var (now, input) = i < scenario.Steps.Count ? scenario.Steps[i] : (scenario.End, null);
            var compared = oracle.Revisions.Count;
            actual.Clear();
            string? difference = null;
            if (input is not null)
            {
                var expected = oracle.Apply(now, input);
                output.Clear();
                difference = Diff(expected, subject.Apply(now, input, output));
                actual.AddRange(output.Revisions);
                difference ??= Stories(oracle, output);
            }

            now = input is SetClockInput set ? Math.Min(now, set.To) : now;

            // What an input made due at its own instant comes before the next input of that instant.
            oracle.Advance(now);
            output.Clear();
            subject.Advance(now, output);
            actual.AddRange(output.Revisions);
            difference ??= OracleComparison.Diff([.. oracle.Revisions.Skip(compared)], actual) ?? Diff(now, oracle.NextDeadline, subject.NextDeadline());
            if (difference is not null)
            {
                return $"Step {i}: {difference}";
            }
        }

        return null;
    }

    private static string? Stories(NaiveRegion oracle, RegionOutput output) => output.IncidentChanges
        .Where(change => change.Story != oracle.StoryOf(change))
        .Select(change => $"{change.IncidentId} goes up with the story {change.Story} instead of {oracle.StoryOf(change)}")
        .FirstOrDefault();

    private static string? Diff(ReportOutcome? expected, ReportOutcome? actual) =>
        (expected, actual) switch
        {
            (null, _) => null,
            ({ } left, null) => $"outcome is missing, {left.Status} is expected",
            ({ } left, { } right) when left.Status != right.Status => $"outcome is {right.Status} instead of {left.Status}",
            ({ Status: ReportStatus.Accepted, IncidentId: { } left }, { } right) when left != right.IncidentId => $"incident is {right.IncidentId} instead of {left}",
            ({ Status: ReportStatus.Rejected } left, { } right) when left.Error!.Type != right.Error?.Type => $"error is {right.Error?.Type} instead of {left.Error.Type}",
            _ => null,
        };

    /// <summary>To wake too early is harmless, to wake too late or at once again is not.</summary>
    private static string? Diff(long now, long? expected, long? actual)
    {
        if (actual <= now)
        {
            return "the next deadline has passed although the clock ran through it";
        }

        return expected is { } due && (actual is not { } at || at > due + OracleComparison.LevelTolerance)
            ? $"the next deadline is {Show(actual)} instead of {Show(expected)}"
            : null;
    }

    private static string Show(long? ticks) => ticks is { } at ? Instants.Format(Instants.FromTicks(at)) : "never";
}
