using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alerting.Json;

/// <summary>Enums travel by name, <c>kebab-case</c>; numbers are refused.</summary>
public sealed class KebabCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
