using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alerting;

/// <summary>Instants are UTC and counted in 100 ns ticks; JSON shows RFC 3339 with only the decimals that are needed.</summary>
public static class Instants
{
    /// <summary>The instant that logs and snapshots count in ticks.</summary>
    /// <param name="utcTicks">100 ns ticks since 0001-01-01T00:00:00Z.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ticks are outside the years 1..9999.</exception>
    public static DateTimeOffset FromTicks(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    /// <summary>RFC 3339 in UTC with only the decimals that are needed, none to 7: <c>2014-01-01T10:05:00.5Z</c>.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Writes UTC RFC 3339; reads RFC 3339 with an offset.</summary>
public sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && Rfc3339.TryParse(
            reader.ValueIsEscaped || reader.HasValueSequence ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan,
                out var instant)
            ? instant.ToUniversalTime()
            : throw new JsonException("An RFC 3339 time with offset is expected, such as 2014-01-01T13:05:00+03:00.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Instants.Format(value));
}
