using Alerting.Engine.Wire;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>Writes as bytes which sources a region has heard from, and what its thresholds on quiet ones know; reads it.</summary>
internal static class QuietSerializer
{
    public static void Write(WireWriter writer, RegionModel model)
    {
        model.Context.Heard.Save(writer);
        foreach (var state in OnQuietSources(model))
        {
            state.AlertState.Below.Save(writer);
        }
    }

    /// <param name="reader">Where <see cref="Write"/> began.</param>
    /// <param name="model">With the thresholds that were written.</param>
    public static void Read(WireReader reader, RegionModel model)
    {
        model.Context.Heard.Restore(reader);
        foreach (var state in OnQuietSources(model))
        {
            state.AlertState.Below.Restore(reader);
        }

        foreach (var evaluator in model.Thresholds.Quiet)
        {
            evaluator.Restored(model.Now);
        }
    }

    /// <summary>Whether they apply here or not: by another catalogue of regions others may.</summary>
    private static IEnumerable<ThresholdState> OnQuietSources(RegionModel model) =>
        model.Thresholds.All.Where(static state => state.Version?.Definition?.Measure == Measure.Quiet);
}
