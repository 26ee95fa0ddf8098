using System.Text.Json;
using Alerting.Engine.Wire;
using Alerting.Json;

namespace Alerting.Engine.Regions;

/// <summary>Writes as bytes what operators have settled by hand in a region, and reads it.</summary>
internal static class SettledSerializer
{
    public static void Write(WireWriter writer, RegionModel model)
    {
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes([.. model.Places.Versions], AlertJson.Wire.IReadOnlyListPlaceVersion));
        model.Facts.ByHand.Save(writer);
    }

    /// <param name="reader">Where <see cref="Write"/> began.</param>
    /// <param name="model">That has no facts yet.</param>
    public static void Read(WireReader reader, RegionModel model)
    {
        model.Places.Restore(JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.IReadOnlyListPlaceVersion)!);
        model.Facts.ByHand.Restore(reader);
    }
}
