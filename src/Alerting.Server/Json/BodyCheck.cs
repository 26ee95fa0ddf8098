using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alerting.Engine.Names;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Server.Json;

/// <summary>
/// Finds what is wrong with a body, by what its type says of itself: members that are unknown, stated twice or left out, and
/// values that are none of the type. The serializer refuses the same bodies, but says neither which name was probably meant nor
/// which values are accepted. Null is the same as absent.
/// </summary>
/// <param name="opaque">A type whose content is read elsewhere and not checked here.</param>
internal readonly struct BodyCheck(Type? opaque)
{
    /// <summary>The first fault, or null.</summary>
    /// <param name="path">JSON path of the element.</param>
    public Fault? Find(JsonElement element, JsonTypeInfo type, string path) => Find(element, type, path, null);

    private Fault? Find(JsonElement element, JsonTypeInfo type, string path, BodyMember? member) => type.Kind switch
    {
        JsonTypeInfoKind.Object when type.Type == opaque => null,
        JsonTypeInfoKind.Object => OfObject(element, type, path),
        JsonTypeInfoKind.Enumerable => OfItems(element, type, path, member),
        _ => OfValue(element, Nullable.GetUnderlyingType(type.Type) ?? type.Type, path, member),
    };

    private Fault? OfObject(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Invalid(path, "must be an object");
        }

        var members = BodyMember.Of(type);
        var stated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!members.ContainsKey(property.Name))
            {
                return Unknown(property.Name, path, type);
            }

            if (!stated.Add(property.Name))
            {
                return Invalid(JsonPath.Member(path, property.Name), "must not be stated twice");
            }
        }

        foreach (var property in type.Properties)
        {
            var isStated = element.TryGetProperty(property.Name, out var value) && value.ValueKind != JsonValueKind.Null;
            var member = members[property.Name];
            var at = JsonPath.Member(path, property.Name);
            var fault = isStated ? Find(value, member.Type, at, member)
                : member.IsRequired ? new Fault(FaultTypes.MissingField, $"{JsonPath.Shown(at)} is required", at)
                : null;
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private Fault? OfItems(JsonElement element, JsonTypeInfo type, string path, BodyMember? member)
    {
        var max = member?.Items?.Length ?? int.MaxValue;
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > max)
        {
            return Invalid(path, string.Create(CultureInfo.InvariantCulture, $"must be an array of at most {max} items"));
        }

        var items = type.Options.GetTypeInfo(type.ElementType!);
        if (items.Type == opaque)
        {
            return null;
        }

        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (Find(item, items, JsonPath.Item(path, index++), member) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static Fault? OfValue(JsonElement element, Type type, string path, BodyMember? member)
    {
        if (type == typeof(string))
        {
            return OfText(element, path, member);
        }

        if (type.IsEnum)
        {
            return OfName(element, EnumNames.All(type), path);
        }

        var rule = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
            TypeCode.Int32 or TypeCode.Int64 => Integer(element, member),
            TypeCode.Double => Number(element, member),
            _ when type == typeof(Duration) => element.ValueKind == JsonValueKind.String && Duration.TryParse(element.GetString(), out _)
                ? null
                : "must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT2H or P28D",
            _ when type == typeof(DateTimeOffset) => element.ValueKind == JsonValueKind.String && IsInstant(element.GetString()!)
                ? null
                : "must be an RFC 3339 time with offset, such as 2014-01-01T13:05:00+03:00",

            // Members of type object are ignored, so anything may stand there.
            _ when type == typeof(object) => null,
            _ => throw new NotSupportedException($"No rule says what a {type} in a body may be."),
        };
        return rule is null ? null : Invalid(path, rule);
    }

    private static string? Integer(JsonElement element, BodyMember? member)
    {
        var range = member?.Range;
        var min = range is null ? long.MinValue : Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture);
        var max = range?.Maximum is int most ? most : long.MaxValue;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number >= min && number <= max ? null
            : max < long.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}")
            : string.Create(CultureInfo.InvariantCulture, $"must be a whole number of {min} or more");
    }

    private static string? Number(JsonElement element, BodyMember? member)
    {
        var isNumber = element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number)
            && (member?.Range is not { } limits || IsWithin(number, limits));
        return isNumber ? null
            : member?.Range is not { } range ? "must be a number"
            : range.MinimumIsExclusive ? FormattableString.Invariant($"must be a number above {range.Minimum} and at most {range.Maximum}")
            : FormattableString.Invariant($"must be a number from {range.Minimum} to {range.Maximum}");
    }

    private static bool IsWithin(double number, RangeAttribute range) =>
        range is not { Minimum: double min, Maximum: double max }
        || (number <= max && (range.MinimumIsExclusive ? number > min : number >= min));

    private static Fault? OfText(JsonElement element, string path, BodyMember? member)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return Invalid(path, "must be a string");
        }

        var text = element.GetString()!;
        if (member?.Length is ProseAttribute { MaximumLength: var maxLength })
        {
            return text.EnumerateRunes().Count() > maxLength
                ? Invalid(path, string.Create(CultureInfo.InvariantCulture, $"must be a string of at most {maxLength} characters"))
                : TextRules.BrokenInProse(text) is { } rule ? Invalid(path, rule)
                : null;
        }

        if ((member?.Length?.MaximumLength ?? member?.Items?.MaxItemLength) is not { } max)
        {
            return null;
        }

        if (text.Length == 0 || text.EnumerateRunes().Count() > max)
        {
            return Invalid(path, string.Create(CultureInfo.InvariantCulture, $"must be 1 to {max} characters long"));
        }

        var broken = string.IsNullOrWhiteSpace(text) ? TextRules.NotBlank : TextRules.Broken(text);
        return broken is null ? null : Invalid(path, broken);
    }

    private static Fault? OfName(JsonElement element, IReadOnlyList<string> names, string path)
    {
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
        return names.Contains(text, StringComparer.Ordinal)
            ? null
            : Invalid(path, $"must be one of {string.Join(", ", names)}{NearestName.Hint(NearestName.Find(text, names))}");
    }

    private static bool IsInstant(string text) => Rfc3339.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _);

    private static Fault Unknown(string name, string path, JsonTypeInfo type)
    {
        var shown = NearestName.Shown(name);
        var hint = NearestName.Hint(NearestName.Find(name, type.Properties.Select(static p => p.Name)));
        return new Fault(FaultTypes.UnknownField, $"unknown field '{shown}'{hint}", JsonPath.Member(path, shown));
    }

    private static Fault Invalid(string path, string rule) => new(FaultTypes.InvalidField, $"{JsonPath.Shown(path)} {rule}", path);
}
