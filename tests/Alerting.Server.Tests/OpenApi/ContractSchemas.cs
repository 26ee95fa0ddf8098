using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Alerting.Server.Tests.OpenApi;

/// <summary>
/// The schemas of the description of the API, as JSON Schema has them. Of answers they are closed: a member that is not
/// described is a fault of the description, which clients may pass over and tests may not.
/// </summary>
internal sealed class ContractSchemas(JsonObject components)
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string Components = "#/components/schemas/";
    private const string Definitions = "$defs";

    // Whether all is well is found out many times as fast as what is not.
    private static readonly EvaluationOptions s_glance = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };
    private static readonly EvaluationOptions s_evaluation = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly ConcurrentDictionary<(JsonNode Schema, bool IsClosed), Lazy<JsonSchema>> _built = new(new BySchema());

    /// <summary>What of a value is not as a schema of the description says.</summary>
    /// <param name="schema">Part of the description.</param>
    public IReadOnlyList<string> Check(JsonNode schema, JsonElement value, bool isAnswer)
    {
        var built = _built.GetOrAdd((schema, isAnswer), key => new Lazy<JsonSchema>(() => Build(key.Schema, key.IsClosed))).Value;
        return built.Evaluate(value, s_glance).IsValid
            ? []
            : [.. (built.Evaluate(value, s_evaluation).Details ?? []).Where(static detail => detail.Errors is not null)
                .SelectMany(static detail =>
                    detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value} ({detail.EvaluationPath})"))];
    }

    private JsonSchema Build(JsonNode schema, bool isClosed)
    {
        var whole = new JsonObject
        {
            ["$schema"] = Dialect,
            [Definitions] = components.DeepClone(),
            ["allOf"] = new JsonArray(schema.DeepClone()),
        };
        Refer(whole, isClosed);
        return JsonSchema.Build(JsonSerializer.SerializeToElement(whole), new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }

    private static void Refer(JsonNode node, bool isClosed)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>())
            {
                Refer(item, isClosed);
            }
        }
        else if (node is JsonObject members)
        {
            if (members["$ref"] is JsonValue reference)
            {
                members["$ref"] = reference.GetValue<string>().Replace(Components, $"#/{Definitions}/", StringComparison.Ordinal);
            }

            if (isClosed && members["properties"] is JsonObject && members["type"] is not null && members["additionalProperties"] is null)
            {
                members["additionalProperties"] = false;
            }

            foreach (var (_, member) in members.ToArray())
            {
                if (member is not null)
                {
                    Refer(member, isClosed);
                }
            }
        }
    }

    /// <summary>A schema is known by where it stands.</summary>
    private sealed class BySchema : IEqualityComparer<(JsonNode Schema, bool IsClosed)>
    {
        public bool Equals((JsonNode Schema, bool IsClosed) x, (JsonNode Schema, bool IsClosed) y) =>
            ReferenceEquals(x.Schema, y.Schema) && x.IsClosed == y.IsClosed;

        public int GetHashCode((JsonNode Schema, bool IsClosed) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Schema), key.IsClosed);
    }
}
