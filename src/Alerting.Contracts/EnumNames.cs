using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alerting;

/// <summary>
/// The names under which the values of an enumeration travel: lower case, words joined by '-', e.g.
/// <c>attack-on-security-forces</c>.
/// </summary>
public static class EnumNames
{
    /// <summary>All names in the order of their values.</summary>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => Of<TEnum>.Names;

    /// <summary>As <see cref="All{TEnum}"/>, of a type that is known only as the program runs.</summary>
    public static IReadOnlyList<string> All(Type enumeration) =>
        [.. Enum.GetNames(enumeration).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>The name under which a value travels.</summary>
    /// <exception cref="KeyNotFoundException">The value is none of the enumeration's.</exception>
    public static string ToName<TEnum>(TEnum value)
        where TEnum : struct, Enum => Of<TEnum>.NameByValue[value];

    /// <summary>The name in words, for people.</summary>
    /// <exception cref="KeyNotFoundException">The value is none of the enumeration's.</exception>
    public static string ToWords<TEnum>(TEnum value)
        where TEnum : struct, Enum => ToName(value).Replace('-', ' ');

    /// <summary>Finds the value of a name. Case-sensitive: there is one way to write a value.</summary>
    public static bool TryParse<TEnum>(string name, out TEnum value)
        where TEnum : struct, Enum => Of<TEnum>.ValueByName.TryGetValue(name, out value);

    private static class Of<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> NameByValue =
            Enum.GetValues<TEnum>().ToFrozenDictionary(value => value,
                value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, TEnum> ValueByName =
            NameByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        public static readonly string[] Names = [.. Enum.GetValues<TEnum>().Select(value => NameByValue[value])];
    }
}

/// <summary>
/// Reads enumerations in files that people write: case-sensitively, and naming the values in its error. Types of the API use
/// <see cref="Alerting.Json.KebabCaseEnumConverter{TEnum}"/>, because the generator of the API's description knows the values
/// of the framework's converter only.
/// </summary>
public sealed class EnumNameJsonConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && EnumNames.TryParse<TEnum>(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"One of {string.Join(", ", EnumNames.All<TEnum>())} is expected.");

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EnumNames.ToName(value));
}
