using System.Text.Json;
using Alerting.Server.Json;

namespace Alerting.Server.Backtests;

/// <summary>Reads only the region and the time of a report, which is enough to estimate the cost of a run.</summary>
internal static class ReportGlance
{
    /// <summary>False when it has none; the run will reject it.</summary>
    /// <param name="at">Its <c>receivedAt</c>, or else its <c>occurredAt</c>, in UTC ticks.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out string region, out long at)
    {
        (region, at) = ("", 0);
        var cameIn = false;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isRegion = reader.ValueTextEquals("region"u8);
                var isCameIn = reader.ValueTextEquals("receivedAt"u8);
                var isTime = isCameIn || (!cameIn && reader.ValueTextEquals("occurredAt"u8));
                reader.Read();
                if (isRegion && reader.TokenType == JsonTokenType.String)
                {
                    region = reader.GetString()!;
                }
                else if (isTime && reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.ValueSpan, out var instant))
                {
                    at = instant.UtcTicks;
                    cameIn |= isCameIn;
                }
                else
                {
                    reader.Skip();
                }
            }

            return region.Length > 0 && at > 0;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is not valid: the run will reject it.
            return false;
        }
    }
}
