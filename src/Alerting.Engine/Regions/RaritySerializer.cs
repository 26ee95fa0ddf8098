using Alerting.Engine.Wire;

namespace Alerting.Engine.Regions;

/// <summary>
/// Writes as bytes what a region knows of its past days, and what its thresholds hold back and compare with it; reads it.
/// </summary>
internal static class RaritySerializer
{
    private const long None = long.MinValue;

    public static void Write(WireWriter writer, RegionModel model)
    {
        model.Thresholds.CloseDays(model.Now);
        model.Context.Beginning.Save(writer);
        model.Level.Days.Save(writer);
        foreach (var state in model.Thresholds.All)
        {
            var alert = state.AlertState;
            alert.Days.Save(writer);
            writer.Double(alert.EndedPeak);
            writer.Fixed(alert.HeldSince ?? None);
            writer.Double(alert.Open?.Highest ?? 0);
        }
    }

    /// <param name="reader">Where <see cref="Write"/> began.</param>
    /// <param name="model">With the thresholds that were written.</param>
    public static void Read(WireReader reader, RegionModel model)
    {
        model.Context.Beginning.Restore(reader);
        model.Level.Days.Restore(reader);
        foreach (var state in model.Thresholds.All)
        {
            var alert = state.AlertState;
            alert.Days.Restore(reader);
            alert.EndedPeak = reader.Double();
            alert.HeldSince = reader.Fixed() is var held && held == None ? null : held;
            var highest = reader.Double();
            if (alert.Open is { } open)
            {
                open.Highest = highest;
            }
        }
    }

    /// <summary>The snapshot was written by a version that kept nothing of this: the days are counted from now on.</summary>
    public static void Begin(RegionModel model)
    {
        model.Level.Days.Begin(model.Now);
        if (!model.Activity.IsEmpty)
        {
            model.Context.Beginning.Note(model.Now, model.Now);
        }

        foreach (var state in model.Thresholds.All)
        {
            if (state.Evaluator is not null)
            {
                state.AlertState.Days.Begin(model.Now - state.Version!.Definition!.Lateness.Ticks);
            }

            if (state.AlertState.Open is { } open)
            {
                open.Highest = open.Peak.Value;
            }
        }
    }
}
