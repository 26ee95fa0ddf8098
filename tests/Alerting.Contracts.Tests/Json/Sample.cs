using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Alerting.Contracts.Tests.Json;

/// <summary>Makes JSON of a type, by what its metadata says of its members.</summary>
/// <param name="isFull">Whether members that may be null have a value.</param>
/// <param name="flag">What members that are true or false are.</param>
internal sealed class Sample(bool isFull, bool flag)
{
    private int _last = 6;

    /// <summary>Every member has a value, and numbers differ from each other.</summary>
    public static JsonObject Full(JsonTypeInfo type, bool flag = true) => (JsonObject)new Sample(isFull: true, flag).Of(type)!;

    /// <summary>Members that may be null are.</summary>
    public static JsonObject Bare(JsonTypeInfo type) => (JsonObject)new Sample(isFull: false, flag: true).Of(type)!;

    /// <summary>Whether a member may be null or left out, and means the same then.</summary>
    public static bool MayBeNull(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null || (!property.PropertyType.IsValueType && property.IsSetNullable);

    private JsonNode? Of(JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain.IsEnum)
        {
            return EnumNames.All(plain)[^1];
        }

        if (type.Kind == JsonTypeInfoKind.Enumerable)
        {
            return new JsonArray(Of(type.Options.GetTypeInfo(type.ElementType!)));
        }

        return Type.GetTypeCode(plain) switch
        {
            TypeCode.Boolean => flag,
            TypeCode.Int32 or TypeCode.Int64 => ++_last,
            TypeCode.Double => ++_last + 0.25,
            TypeCode.String => $"text {++_last}: \"Al Anbār\"",
            _ when plain == typeof(DateTimeOffset) => $"2014-01-01T13:05:{++_last % 60:00}.25Z",
            _ when plain == typeof(DateOnly) => $"2014-01-{(++_last % 28) + 1:00}",
            _ when plain == typeof(Duration) => $"PT{++_last}H30M",
            _ when plain == typeof(JsonObject) => new JsonObject { ["type"] = "Point" },
            _ => OfObject(type.Options.GetTypeInfo(plain)),
        };
    }

    private JsonObject OfObject(JsonTypeInfo type)
    {
        var made = new JsonObject();
        foreach (var property in WireTypes.Members(type))
        {
            made[property.Name] = property.PropertyType == typeof(object) || (!isFull && MayBeNull(property)) ? null
                : AllowedValue(property) ?? Of(type.Options.GetTypeInfo(property.PropertyType));
        }

        return made;
    }

    private static JsonNode? AllowedValue(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(
            typeof(AllowedValuesAttribute), inherit: true) is [AllowedValuesAttribute allowed, ..]
            ? JsonValue.Create((string)allowed.Values[0]!)
            : null;
}
