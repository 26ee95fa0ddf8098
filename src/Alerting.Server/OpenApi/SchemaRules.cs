using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>
/// Adds to the generated schemas what the generator cannot see, because converters and attributes decide it: the form of texts,
/// which members are always present, which are never null, and that bodies have no unknown members.
/// </summary>
internal sealed class SchemaRules : IOpenApiSchemaTransformer
{
    private static readonly JsonNode[] s_faults =
        [.. typeof(FaultTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field =>
            JsonValue.Create((string)field.GetRawConstantValue()!))];

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var info = context.JsonTypeInfo.Options.GetTypeInfo(plain);
        if (info.Kind == JsonTypeInfoKind.Object)
        {
            ApplyToObject(schema, info);
        }
        else if (plain.IsEnum)
        {
            // This schema is shared by all members of the type; a member that may be null says so beside its reference to it.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. (schema.Enum ?? []).Where(static name => name?.GetValueKind() == JsonValueKind.String)];
        }
        else if (plain == typeof(DateTimeOffset) || plain == typeof(Duration))
        {
            ApplyToText(schema, plain, isNullable: plain != type);
        }

        if (context.JsonPropertyInfo is { } property)
        {
            ApplyToProperty(schema, property);
        }

        return Task.CompletedTask;
    }

    private static void ApplyToObject(OpenApiSchema schema, JsonTypeInfo type)
    {
        var isBody = type.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
        schema.AdditionalPropertiesAllowed = !isBody;
        schema.Required = type.Properties
            .Where(property => schema.Properties?.ContainsKey(property.Name) == true
                && (isBody ? property.IsRequired : !IsLeftOutWhenNull(property)))
            .Select(static property => property.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (type.Type == typeof(Problem))
        {
            ((OpenApiSchema)schema.Properties!["type"]).Examples = [.. s_faults];
        }
        else if (type.Type == typeof(SubscriptionArea) || type.Type == typeof(ChannelBody))
        {
            // One of several forms, of which each member alone is optional.
            schema.MinProperties = 1;
        }
    }

    private static void ApplyToText(OpenApiSchema schema, Type type, bool isNullable)
    {
        schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        if (type == typeof(Duration))
        {
            schema.Pattern = Duration.Pattern;
            schema.Examples = ["PT2H", "P28D"];
            schema.Description ??= "ISO 8601 duration of weeks, days, hours, minutes and seconds.";
        }
    }

    private static void ApplyToProperty(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (IsLeftOutWhenNull(property))
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        if (Attribute<RangeAttribute>(property) is { Maximum: double and >= long.MaxValue })
        {
            // This is only the limit of the type, and it cannot be written exactly as a JSON number.
            schema.Maximum = null;
        }

        if (Attribute<AllowedValuesAttribute>(property) is { } allowed)
        {
            schema.Enum = [.. allowed.Values.Select(static value => (JsonNode)JsonValue.Create((string)value!))];
            if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            {
                schema.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) =>
        Attribute<JsonIgnoreAttribute>(property) is { Condition: JsonIgnoreCondition.WhenWritingNull };

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute => property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
