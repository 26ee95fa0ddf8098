using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Wire;
using Alerting.Json;

namespace Alerting.Engine.Regions;

/// <summary>Writes what desks do to alerts, in entries of a region's log, and reads it.</summary>
internal static class AlertActCodec
{
    /// <summary>The numbers are in stored data: never reuse one.</summary>
    private enum Kind : byte
    {
        Acknowledge = 1,
        Unacknowledge = 2,
        Assign = 3,
        Comment = 4,
        Review = 5,
    }

    public static void Write(WireWriter writer, AlertActInput input)
    {
        writer.Unique(input.AlertId);
        writer.Unique(input.By);
        Write(writer, input.Act);
        writer.Bool(input.Key is not null);
        if (input.Key is { } key)
        {
            writer.Unique(key.Key);
            writer.Unique(key.Content);
        }

        writer.Bool(input.Ended is not null);
        if (input.Ended is { } ended)
        {
            writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(ended, AlertJson.Stored));
        }
    }

    public static AlertActInput Read(WireReader reader) => new(
        reader.Unique(),
        reader.Unique(),
        ReadAct(reader),
        reader.Bool() ? new ActKey(reader.Unique(), reader.Unique()) : null,
        reader.Bool() ? JsonSerializer.Deserialize(reader.Bytes(), AlertJson.Stored) : null);

    private static void Write(WireWriter writer, AlertAct act)
    {
        switch (act)
        {
            case AcknowledgeAct acknowledge:
                writer.Byte((byte)Kind.Acknowledge);
                writer.Shared(acknowledge.Note);
                break;
            case UnacknowledgeAct:
                writer.Byte((byte)Kind.Unacknowledge);
                break;
            case AssignAct assign:
                writer.Byte((byte)Kind.Assign);
                writer.Shared(assign.To);
                writer.Shared(assign.Note);
                break;
            case CommentAct comment:
                writer.Byte((byte)Kind.Comment);
                writer.Unique(comment.Text);
                break;
            case ReviewAct review:
                writer.Byte((byte)Kind.Review);
                writer.Byte((byte)review.Value);
                writer.Shared(review.Note);
                break;
            default:
                throw new ArgumentException($"Unknown act {act.GetType().Name}.", nameof(act));
        }
    }

    private static AlertAct ReadAct(WireReader reader) => (Kind)reader.Byte() switch
    {
        Kind.Acknowledge => new AcknowledgeAct(reader.SharedOrNull()),
        Kind.Unacknowledge => new UnacknowledgeAct(),
        Kind.Assign => new AssignAct(reader.SharedOrNull(), reader.SharedOrNull()),
        Kind.Comment => new CommentAct(reader.Unique()),
        Kind.Review => new ReviewAct((DispositionValue)reader.Byte(), reader.SharedOrNull()),
        var kind => throw new InvalidDataException($"Unknown act {(byte)kind} in a region's log entry."),
    };
}
