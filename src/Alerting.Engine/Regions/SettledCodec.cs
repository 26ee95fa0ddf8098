using System.Text.Json;
using Alerting.Engine.Wire;
using Alerting.Json;

namespace Alerting.Engine.Regions;

/// <summary>Writes the inputs by which operators settle what is in doubt, in entries of a region's log, and reads them.</summary>
internal static class SettledCodec
{
    public static RecordTag TagOf(RegionInput input) => input switch
    {
        PlacesInput => RecordTag.Places,
        JoinInput => RecordTag.Join,
        _ => RecordTag.Part,
    };

    public static void Write(WireWriter writer, RegionInput input)
    {
        switch (input)
        {
            case PlacesInput places:
                writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(places.Versions, AlertJson.Wire.IReadOnlyListPlaceVersion));
                break;
            case JoinInput join:
                writer.Unique(join.IncidentId);
                writer.Unique(join.Other);
                writer.Unique(join.By);
                writer.Shared(join.Reason);
                break;
            case PartInput part:
                writer.Unique(part.IncidentId);
                writer.Shared(part.Other);
                writer.Shared(part.Source);
                writer.Shared(part.ReportId);
                writer.Unique(part.By);
                writer.Shared(part.Reason);
                break;
            default:
                throw new ArgumentException($"Nothing is settled by {input.GetType().Name}.", nameof(input));
        }
    }

    public static RegionInput Read(WireReader reader, RecordTag tag) => tag switch
    {
        RecordTag.Places => new PlacesInput(
            JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Wire.IReadOnlyListPlaceVersion)!),
        RecordTag.Join => new JoinInput(reader.Unique(), reader.Unique(), reader.Unique(), reader.SharedOrNull()),
        RecordTag.Part => new PartInput(
            reader.Unique(), reader.SharedOrNull(), reader.SharedOrNull(), reader.SharedOrNull(), reader.Unique(), reader.SharedOrNull()),
        _ => throw new InvalidDataException($"Nothing is settled by a record {(byte)tag}."),
    };
}
