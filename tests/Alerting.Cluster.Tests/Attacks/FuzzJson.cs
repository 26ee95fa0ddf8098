using System.Text;
using System.Text.Json;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Makes of a valid JSON text one that is odd: token by token, names as well as values, and byte by byte.</summary>
internal static class FuzzJson
{
    private const int MaxLength = 200_000;

    public static byte[] Mutate(string json, FuzzRandom random)
    {
        var tokens = Tokens(json);
        for (var steps = random.Below(4); steps > 0; steps--)
        {
            Step(tokens, random);
        }

        var bytes = Encoding.UTF8.GetBytes(string.Concat(tokens)).ToList();
        if (random.Chance(0.3))
        {
            for (var steps = 1 + random.Below(3); steps > 0; steps--)
            {
                Step(bytes, random);
            }
        }

        if (random.Chance(0.02))
        {
            bytes.InsertRange(0, [0xEF, 0xBB, 0xBF]);
        }

        return [.. bytes.Take(MaxLength)];
    }

    private static void Step(List<string> tokens, FuzzRandom random)
    {
        if (tokens.Count == 0)
        {
            tokens.Add(random.Json());
            return;
        }

        var at = random.Below(tokens.Count);
        switch (random.Below(12))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, random.Json());
                break;
            case 2:
                tokens.Insert(at, tokens[random.Below(tokens.Count)]);
                break;
            case 3 or 4 when Names(tokens) is { Count: > 0 } names:
                // A member more, perhaps under a name that is there.
                at = random.Of(names);
                tokens.InsertRange(at, [random.Chance(0.5) ? tokens[at] : random.JsonString(), ":", random.Json(), ","]);
                break;
            case 5 or 6 when Names(tokens) is { Count: > 0 } names:
                tokens[random.Of(names)] = random.JsonString();
                break;
            default:
                var values = Enumerable.Range(0, tokens.Count)
                    .Where(i => tokens[i] is not ("{" or "}" or "[" or "]" or ":" or ",") && !IsName(tokens, i))
                    .ToList();
                tokens[values.Count > 0 ? random.Of(values) : at] = random.Json();
                break;
        }
    }

    private static void Step(List<byte> bytes, FuzzRandom random)
    {
        var at = random.Below(bytes.Count + 1);
        var rest = bytes.Count - at;
        switch (random.Below(5))
        {
            case 0 when rest > 0:
                bytes[at] = (byte)random.Below(256);
                break;
            case 1 when rest > 0:
                bytes.RemoveRange(at, 1 + random.Below(Math.Min(rest, 8)));
                break;
            case 2:
                bytes.RemoveRange(at, rest);
                break;
            case 3 when rest > 0:
                bytes.InsertRange(random.Below(bytes.Count), bytes.GetRange(at, random.Below(Math.Min(rest, 100))));
                break;
            default:
                bytes.InsertRange(at, random.Bytes());
                break;
        }
    }

    private static List<int> Names(List<string> tokens) => [.. Enumerable.Range(0, tokens.Count).Where(i => IsName(tokens, i))];

    private static bool IsName(List<string> tokens, int at) => at + 1 < tokens.Count && tokens[at + 1] == ":";

    private static List<string> Tokens(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8);
        var tokens = new List<string>();
        var end = 0;
        while (reader.Read())
        {
            // What lies between two tokens is white space, a colon or a comma.
            var start = (int)reader.TokenStartIndex;
            tokens.AddRange(
                Encoding.UTF8.GetString(utf8, end, start - end).Where(static c => c is ':' or ',').Select(static c => c.ToString()));
            end = (int)reader.BytesConsumed;
            var token = Encoding.UTF8.GetString(utf8, start, end - start);
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                tokens.AddRange([token[..(token.LastIndexOf('"') + 1)], ":"]);
            }
            else
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }
}
