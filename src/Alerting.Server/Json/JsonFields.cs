using System.Globalization;
using System.Text.Json;
using Alerting.Engine.Names;
using Alerting.Reports;

namespace Alerting.Server.Json;

/// <summary>A body is refused; caught where the body is read, and answered as its fault.</summary>
internal sealed class BodyRefusedException(Fault fault) : Exception(fault.Detail)
{
    public Fault Fault { get; } = fault;
}

/// <summary>
/// The members of one object of a body that is read strictly: unknown names and repeated ones are refused, null is the
/// same as absent. For bodies that people write; reports have a reader of their own.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly string _path;

    /// <param name="path">JSON path of the object, <c>$</c> for the body itself.</param>
    /// <param name="known">All names that the object may have.</param>
    /// <exception cref="BodyRefusedException">No object, or an unknown or repeated name.</exception>
    public JsonFields(JsonElement element, string path, IReadOnlyCollection<string> known)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refused(FaultTypes.InvalidField, $"{Shown(path)} must be an object", path);
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = property.Name;
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                var shown = NearestName.Shown(name);
                throw Refused(
                    FaultTypes.UnknownField,
                    $"unknown field '{shown}'{NearestName.Hint(NearestName.Find(name, known))}",
                    JsonPath.Member(path, shown));
            }

            if (!_values.TryAdd(name, property.Value))
            {
                throw Invalid(name, "must not be stated twice");
            }
        }
    }

    public string PathOf(string name) => JsonPath.Member(_path, name);

    public bool Has(string name) => _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <exception cref="BodyRefusedException">The member is absent.</exception>
    public JsonElement Required(string name) =>
        Has(name) ? _values[name] : throw Refused(FaultTypes.MissingField, $"{Shown(PathOf(name))} is required", PathOf(name));

    /// <summary>A text of 1 to <paramref name="max"/> Unicode code points, not blank, without what <see cref="TextRules"/> refuses; null when absent.</summary>
    /// <exception cref="BodyRefusedException">The member is something else.</exception>
    public string? Text(string name, int max) => Has(name) ? Text(_values[name], PathOf(name), max) : null;

    /// <summary>A text of at most <paramref name="max"/> Unicode code points, of several lines if need be; null when absent.</summary>
    /// <exception cref="BodyRefusedException">The member is something else.</exception>
    public string? FreeText(string name, int max)
    {
        if (!Has(name))
        {
            return null;
        }

        var text = _values[name].ValueKind == JsonValueKind.String ? _values[name].GetString() : null;
        if (text is null || text.EnumerateRunes().Count() > max)
        {
            throw Invalid(name, string.Create(CultureInfo.InvariantCulture, $"must be a string of at most {max} characters"));
        }

        return TextRules.BrokenInProse(text) is { } rule ? throw Invalid(name, rule) : text;
    }

    /// <exception cref="BodyRefusedException">The member is something else.</exception>
    public bool? Boolean(string name) => !Has(name) ? null : _values[name].ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Invalid(name, "must be true or false"),
    };

    /// <summary>A finite number; null when absent.</summary>
    /// <exception cref="BodyRefusedException">The member is something else.</exception>
    public double? Number(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        return _values[name].ValueKind == JsonValueKind.Number && _values[name].TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Invalid(name, "must be a number");
    }

    /// <exception cref="BodyRefusedException">The member is something else, or shorter or longer than allowed.</exception>
    public Duration? Duration(string name, TimeSpan min, TimeSpan max)
    {
        if (!Has(name))
        {
            return null;
        }

        if (_values[name].ValueKind != JsonValueKind.String || !Alerting.Duration.TryParse(_values[name].GetString(), out var value))
        {
            throw Invalid(name, "must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT2H or P28D");
        }

        if (value.Value < min || value.Value > max)
        {
            var least = min == TimeSpan.FromTicks(1) ? "longer than PT0S" : $"at least {Alerting.Duration.From(min)}";
            throw Invalid(name, $"must be {least} and at most {Alerting.Duration.From(max)}");
        }

        return value;
    }

    /// <exception cref="BodyRefusedException">The member is none of the enumeration's names.</exception>
    public TEnum? Enum<TEnum>(string name)
        where TEnum : struct, Enum => Has(name) ? Enum<TEnum>(_values[name], PathOf(name)) : null;

    /// <summary>The items of an array with their paths; empty when absent.</summary>
    /// <exception cref="BodyRefusedException">The member is no array or has too many items.</exception>
    public IEnumerable<(JsonElement Item, string Path)> Items(string name, int max)
    {
        if (!Has(name))
        {
            return [];
        }

        return _values[name].ValueKind == JsonValueKind.Array && _values[name].GetArrayLength() <= max
            ? _values[name].EnumerateArray().Select((item, index) => (item, JsonPath.Item(PathOf(name), index)))
            : throw Invalid(name, string.Create(CultureInfo.InvariantCulture, $"must be an array of at most {max} items"));
    }

    public BodyRefusedException Invalid(string name, string rule) => Invalid(rule, PathOf(name), FaultTypes.InvalidField);

    public static BodyRefusedException Invalid(string rule, string path, string type) =>
        Refused(type, $"{Shown(path)} {rule}", path);

    public static BodyRefusedException Refused(string type, string detail, string path) => new(new Fault(type, detail, path));

    /// <summary>As <see cref="Text(string, int)"/>, of an item.</summary>
    public static string Text(JsonElement element, string path, int max)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw Invalid("must be a string", path, FaultTypes.InvalidField);
        }

        var text = element.GetString()!;
        if (text.Length == 0 || text.EnumerateRunes().Count() > max)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"must be 1 to {max} characters long"), path, FaultTypes.InvalidField);
        }

        var broken = string.IsNullOrWhiteSpace(text) ? TextRules.NotBlank : TextRules.Broken(text);
        return broken is null ? text : throw Invalid(broken, path, FaultTypes.InvalidField);
    }

    /// <summary>As <see cref="Enum{TEnum}(string)"/>, of an item.</summary>
    public static TEnum Enum<TEnum>(JsonElement element, string path)
        where TEnum : struct, Enum
    {
        var names = EnumNames.All<TEnum>();
        if (element.ValueKind == JsonValueKind.String)
        {
            var text = element.GetString()!;
            if (EnumNames.TryParse<TEnum>(text, out var value))
            {
                return value;
            }

            if (NearestName.Find(text, names) is { } nearest)
            {
                throw Invalid($"must be one of {string.Join(", ", names)}{NearestName.Hint(nearest)}", path, FaultTypes.InvalidField);
            }
        }

        throw Invalid($"must be one of {string.Join(", ", names)}", path, FaultTypes.InvalidField);
    }

    private static string Shown(string path) => path is "$" ? "the body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
}
