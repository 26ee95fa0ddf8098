using System.Text.Json;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Engine.Wire;
using Alerting.Json;
using Alerting.Thresholds;

namespace Alerting.Engine.Regions;

/// <summary>Writes what a region knows of a threshold as bytes, and reads it.</summary>
internal static class ThresholdSerializer
{
    public static void Write(WireWriter writer, ThresholdState state)
    {
        writer.Shared(state.Id);
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(state.Version!, AlertJson.Wire.ThresholdVersion));
        var alert = state.AlertState;
        writer.Unsigned((ulong)alert.Ordinal);
        writer.Fixed(alert.ClearedAt ?? long.MinValue);
        writer.Bool(alert.CoolingDown);
        writer.Bool(alert.Open is not null);
        if (alert.Open is { } open)
        {
            writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(open.Last, AlertJson.Stored));
            writer.Fixed(open.RaisedAt);
            writer.Fixed(open.LastRevisionAt);
            Write(writer, open.Published.Peak);
            writer.Unsigned((ulong)open.Published.Count);
            writer.Fixed((long)open.Published.Evidence);
            Write(writer, open.Peak);
            writer.Fixed(open.PendingAt ?? long.MinValue);
            writer.Fixed(open.ClearCheckAt);
            writer.Fixed(open.AdoptedAt);
        }

        var measure = (state.Evaluator as WindowEvaluator)?.WindowMeasure;
        var told = measure is null
            ? state.AllTold.ToList()
            : measure.ToldIncidents().ToList();
        writer.Fixed(measure?.Horizon ?? state.Horizon);
        writer.Unsigned((ulong)told.Count);
        foreach (var (region, id, at) in told)
        {
            writer.Shared(region);
            writer.Unique(id);
            writer.Fixed(at);
        }

        writer.Unsigned((ulong)alert.ToldWhileArchived.Count);
        foreach (var (definition, round) in alert.ToldWhileArchived)
        {
            writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(definition, AlertJson.Wire.Threshold));
            writer.Unsigned((ulong)round);
        }

        measure?.SaveArchived(writer);
    }

    private static void Write(WireWriter writer, Peak peak)
    {
        writer.Double(peak.Value);
        writer.Fixed(peak.End);
    }

    private static Peak ReadPeak(WireReader reader) => new(reader.Double(), reader.Fixed());

    /// <param name="reader">At a threshold.</param>
    /// <param name="formerBelow"> Collects, from a snapshot of the former format, since when the level has been below
    /// the bound of the threshold; null for the current format. </param>
    public static ThresholdState Read(WireReader reader, List<(double Bound, long Since)>? formerBelow)
    {
        var state = new ThresholdState(reader.Shared())
        {
            Version = JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.ThresholdVersion)!,
        };
        var alert = state.AlertState;
        alert.Ordinal = (int)reader.Unsigned();
        alert.ClearedAt = InstantOf(reader.Fixed());
        alert.CoolingDown = reader.Bool();
        if (formerBelow is not null)
        {
            var since = InstantOf(reader.Fixed());
            reader.Fixed();
            reader.Fixed();
            if (since is { } at && state.Version.Definition is { Measure: Measure.Level } definition)
            {
                formerBelow.Add((definition.ClearBelow, at));
            }
        }

        alert.Open = reader.Bool() ? ReadOpen(reader) : null;
        state.Horizon = reader.Fixed();
        for (var i = reader.Count(); i > 0; i--)
        {
            state.Tell(reader.Shared(), reader.Unique(), reader.Fixed());
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            alert.ToldWhileArchived.Add((JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.Threshold)!, (long)reader.Unsigned()));
        }

        return state;
    }

    private static OpenAlert ReadOpen(WireReader reader) => new()
    {
        Last = JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Stored)!,
        RaisedAt = reader.Fixed(),
        LastRevisionAt = reader.Fixed(),
        Published = new PublishedFacts(ReadPeak(reader), (int)reader.Unsigned(), (ulong)reader.Fixed()),
        Peak = ReadPeak(reader),
        PendingAt = InstantOf(reader.Fixed()),
        ClearCheckAt = reader.Fixed(),
        AdoptedAt = reader.Fixed(),
    };

    private static long? InstantOf(long ticks) => ticks == long.MinValue ? null : ticks;
}
