using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alerting.Console.Audit;

/// <summary>A member of something that was changed.</summary>
/// <param name="Name">Of the member, with those above it, such as <c>channel.url</c>.</param>
/// <param name="Before">For people; null: it was not there.</param>
/// <param name="After">For people; null: it is not there any more.</param>
internal sealed record AuditChange(string Name, string? Before, string? After);

/// <summary>What an entry of the audit log says was changed, member by member.</summary>
internal static class AuditChanges
{
    /// <summary>Members of which the value differs, in the order of what is there now and then of what was.</summary>
    public static IReadOnlyList<AuditChange> Of(JsonObject? before, JsonObject? after)
    {
        var (old, now) = (Flat(before), Flat(after));
        return
        [
            .. now.Keys.Concat(old.Keys.Where(name => !now.ContainsKey(name)))
                .Select(name => new AuditChange(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)))
                .Where(static change => change.Before != change.After),
        ];
    }

    /// <summary>By name, in their order; null is the same as absent.</summary>
    private static OrderedDictionary<string, string> Flat(JsonObject? value)
    {
        var flat = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Add(flat, "", value);
        return flat;
    }

    private static void Add(OrderedDictionary<string, string> flat, string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
                break;
            case JsonObject members:
                foreach (var (member, inner) in members)
                {
                    Add(flat, name.Length == 0 ? member : $"{name}.{member}", inner);
                }

                break;
            case JsonArray items when items.Any(static item => item is JsonObject or JsonArray):
                for (var i = 0; i < items.Count; i++)
                {
                    Add(flat, $"{name}[{i}]", items[i]);
                }

                break;
            case JsonArray items:
                flat[name] = items.Count == 0 ? Spoken.Of("none¦value") : Spoken.List(items.Select(Text));
                break;
            default:
                flat[name] = Text(value);
                break;
        }
    }

    private static string Text(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => Spoken.Of("yes"),
        JsonValueKind.False => Spoken.Of("no"),
        null => Spoken.Of("none¦value"),
        _ => value.ToJsonString(),
    };
}
