using System.Text.Json;
using Alerting.Engine.Boundaries;
using Alerting.Reports;
using Alerting.Server.Json;

namespace Alerting.Server.Backtests;

/// <summary>
/// Reads only the region and the time of a report, which is enough to estimate the cost of a run; of one that states no region, that
/// of its location.
/// </summary>
internal sealed class ReportGlance(RegionBoundaries boundaries)
{
    /// <summary>False when it has none; the run will reject it.</summary>
    /// <param name="at">Its <c>receivedAt</c>, or else its <c>occurredAt</c>, in UTC ticks.</param>
    public bool TryRead(ReadOnlySpan<byte> json, out string region, out long at)
    {
        (region, at) = ("", 0);
        var cameIn = false;
        Location? location = null;
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
                var isLocation = reader.ValueTextEquals("location"u8);
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
                else if (isLocation && reader.TokenType == JsonTokenType.StartObject)
                {
                    location = ReadLocation(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            if (region.Length == 0 && location is { } place)
            {
                region = boundaries.Locate(place).Code ?? "";
            }

            return region.Length > 0 && at > 0;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is not valid: the run will reject it.
            return false;
        }
    }

    /// <summary>Reads the object at which the reader is, to its end; null where it is no location.</summary>
    private static Location? ReadLocation(ref Utf8JsonReader reader)
    {
        double? lat = null, lon = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLat = reader.ValueTextEquals("lat"u8);
            var isLon = reader.ValueTextEquals("lon"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var degrees))
            {
                lat = isLat ? degrees : lat;
                lon = isLon ? degrees : lon;
            }
            else
            {
                reader.Skip();
            }
        }

        return Math.Abs(lat ?? double.NaN) <= 90 && Math.Abs(lon ?? double.NaN) <= 180 ? new Location(lat!.Value, lon!.Value) : null;
    }
}
