using System.Globalization;
using Alerting.Thresholds;

namespace Alerting.Benchmarks;

/// <summary>Thresholds of all measures that judge every report and never raise.</summary>
internal static class EngineThresholds
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(2);

    private const double Unreachable = 1e12;

    private static readonly Measure[] s_measures =
    [
        Measure.Towns, Measure.Incidents, Measure.Killed, Measure.Wounded, Measure.Casualties,
        Measure.Weight, Measure.Surge, Measure.Level, Measure.Towns, Measure.Incidents,
    ];

    /// <summary>The first one is the distinct-towns rule over two hours.</summary>
    public static IReadOnlyList<ThresholdVersion> Make(int count, DateTimeOffset at, Depth depth = Depth.Leaf) =>
        [.. Enumerable.Range(0, count).Select(i => new ThresholdVersion($"threshold-{i}", 1, Definition(i, depth), at, "benchmark", null))];

    private static Threshold Definition(int index, Depth depth)
    {
        var measure = s_measures[index % s_measures.Length];
        measure = depth == Depth.Root && measure == Measure.Level ? Measure.Regions : measure;

        // No two windows alike, so that nothing is shared between thresholds that would not be in the field.
        var hours = 2 + (index / s_measures.Length);
        return new Threshold
        {
            Id = $"threshold-{index}",
            Name = $"Threshold {index}",
            Scope = new Scope(["*"], depth),
            Measure = measure,
            Window = measure switch
            {
                Measure.Level => null,
                Measure.Surge => Duration.Parse("P7D"),
                _ => Duration.Parse(string.Create(CultureInfo.InvariantCulture, $"PT{hours}H")),
            },
            AtLeast = measure == Measure.Level ? 5 : Unreachable,
            ClearBelow = measure == Measure.Level ? 5 : Unreachable,
            Baseline = measure == Measure.Surge ? Duration.Parse("P28D") : null,
            Floor = measure == Measure.Surge ? 1 : null,
            Severity = Severity.Notice,
        };
    }
}
