using Alerting.Engine.Wire;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>The binary form of an override, in logs and snapshots.</summary>
internal static class OverrideCodec
{
    public static void Write(WireWriter writer, LevelOverride? value)
    {
        writer.Byte(value is null ? (byte)0 : (byte)value.Level);
        if (value is not null)
        {
            writer.Unique(value.Reason);
            writer.Unique(value.Author);
            writer.Fixed(value.Expires ?? long.MaxValue);
        }
    }

    public static LevelOverride? Read(WireReader reader)
    {
        var level = reader.Byte();
        if (level == 0)
        {
            return null;
        }

        var reason = reader.Unique();
        var author = reader.Unique();
        var expires = reader.Fixed();
        return new LevelOverride((ThreatLevel)level, reason, author, expires == long.MaxValue ? null : expires);
    }
}
