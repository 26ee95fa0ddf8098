using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Engine.Tests;

internal static class RegionEngineExtensions
{
    /// <summary>Applies an input where the sequence of the log entry does not matter.</summary>
    public static ReportOutcome? Apply(this RegionEngine engine, long now, RegionInput input, RegionOutput output) =>
        engine.Apply(0, now, input, output);

    /// <summary>All incidents in memory, newest first.</summary>
    public static IReadOnlyList<Incident> Incidents(this RegionEngine engine) =>
        [.. engine.View.Incidents(long.MinValue, long.MaxValue).Select(static i => i.Incident)];
}
