using System.Collections.Frozen;
using System.Text.Json;

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

    /// <summary>Finds the value of a name. Case-sensitive: there is one way to write a value.</summary>
    public static bool TryParse<TEnum>(ReadOnlySpan<char> name, out TEnum value)
        where TEnum : struct, Enum => Of<TEnum>.ValueBySpan.TryGetValue(name, out value);

    private static class Of<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> NameByValue =
            Enum.GetValues<TEnum>().ToFrozenDictionary(value => value,
                value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, TEnum> ValueByName =
            NameByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        public static readonly FrozenDictionary<string, TEnum>.AlternateLookup<ReadOnlySpan<char>> ValueBySpan =
            ValueByName.GetAlternateLookup<ReadOnlySpan<char>>();

        public static readonly string[] Names = [.. Enum.GetValues<TEnum>().Select(value => NameByValue[value])];
    }
}
