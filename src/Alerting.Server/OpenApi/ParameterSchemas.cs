using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>Schemas of parameters in queries and headers.</summary>
internal static class ParameterSchemas
{
    public static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    public static OpenApiSchema Boolean() => new() { Type = JsonSchemaType.Boolean };

    public static OpenApiSchema Instant() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public static OpenApiSchema Integer(long min, long? max = null, long? otherwise = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = max <= int.MaxValue ? "int32" : "int64",
        Minimum = min.ToString(CultureInfo.InvariantCulture),
        Maximum = max?.ToString(CultureInfo.InvariantCulture),
        Default = otherwise is { } value ? JsonValue.Create(value) : null,
    };

    /// <param name="title">Name of the type in generated clients.</param>
    /// <param name="names">All allowed names.</param>
    public static OpenApiSchema Name(string title, params string[] names) => new()
    {
        Title = title,
        Type = JsonSchemaType.String,
        Enum = [.. names.Select(static name => (JsonNode)JsonValue.Create(name))],
    };

    /// <summary>Several values, separated by commas.</summary>
    public static OpenApiSchema List(OpenApiSchema item) => new() { Type = JsonSchemaType.Array, Items = item };
}
