using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alerting.Json;

/// <summary>
/// Enumerations travel under their <see cref="EnumNames"/>, e.g. <c>attack-on-security-forces</c>; anything else is refused.
/// </summary>
public sealed class KebabCaseEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    // Of no enumeration is a name as long as this.
    private const int MaxLength = 64;

    private static readonly FrozenDictionary<TEnum, JsonEncodedText> s_names =
        Enum.GetValues<TEnum>().ToFrozenDictionary(static value => value, static value => JsonEncodedText.Encode(EnumNames.ToName(value)));

    /// <inheritdoc/>
    /// <exception cref="JsonException">It is none of the names.</exception>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (reader.TokenType == JsonTokenType.String && length <= MaxLength)
        {
            Span<char> name = stackalloc char[MaxLength];
            if (EnumNames.TryParse<TEnum>(name[..reader.CopyString(name)], out var value))
            {
                return value;
            }
        }

        throw new JsonException($"One of {string.Join(", ", EnumNames.All<TEnum>())} is expected.");
    }

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">The value is none of the enumeration's.</exception>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(s_names[value]);
    }
}
