using Alerting.Incidents;

namespace Alerting.Engine.Wire;

/// <summary>The binary form of changes of incidents, as roll-ups hold them.</summary>
internal static class ChangeCodec
{
    /// <summary>What a change has. The bits are in stored data: never reuse one.</summary>
    [Flags]
    private enum ChangeHas : byte
    {
        Value = 1,
        Story = 2,
    }

    public static void Write(WireWriter writer, IncidentChange change)
    {
        writer.Shared(change.Cause);
        writer.Byte((byte)((change.Value is null ? 0 : ChangeHas.Value) | (change.Story is null ? 0 : ChangeHas.Story)));
        if (change.Story is { } story)
        {
            writer.Shared(story);
        }

        if (change.Value is { } value)
        {
            FactCodec.Write(writer, value);
        }
        else
        {
            writer.Shared(change.Region);
            writer.Unique(change.IncidentId);
        }
    }

    public static IncidentChange Read(WireReader reader)
    {
        var cause = reader.SharedOrNull();
        var has = (ChangeHas)reader.Byte();
        var story = has.HasFlag(ChangeHas.Story) ? reader.Shared() : null;
        if (has.HasFlag(ChangeHas.Value))
        {
            var value = FactCodec.ReadIncident(reader);
            return new IncidentChange(value.Region, value.IncidentId, value, cause, story);
        }

        return new IncidentChange(reader.Shared(), reader.Unique(), null, cause, story);
    }
}
