using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alerting.Server.Tests.OpenApi;

/// <summary>The description of the API as a server gives it.</summary>
internal sealed class ApiContract
{
    public ApiContract(string text)
    {
        Text = text;
        Root = JsonNode.Parse(text)!.AsObject();
        Schemas = new ContractSchemas(Root["components"]!["schemas"]!.AsObject());
        Operations = [.. from path in Root["paths"]!.AsObject()
                         from operation in path.Value!.AsObject()
                         select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!)];
    }

    public string Text { get; }

    public JsonObject Root { get; }

    public ContractSchemas Schemas { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>The operation that a request is for; HEAD is as GET. Null: there is none at the address.</summary>
    public ApiOperation? Find(HttpMethod method, string path)
    {
        var name = method == HttpMethod.Head ? "GET" : method.Method;

        // What is written out goes before what stands for anything, as in routing.
        return Operations.Where(operation => operation.Method == name && operation.Matches(path)).MinBy(static operation =>
            operation.Latitude);
    }

    /// <summary>The schema of the body of a webhook.</summary>
    public JsonNode Webhook(string name) => Root["webhooks"]![name]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;

    /// <summary>What of a value is not as a schema says.</summary>
    public IReadOnlyList<string> Check(JsonNode schema, string json, bool isAnswer)
    {
        using var document = JsonDocument.Parse(json);
        return Schemas.Check(schema, document.RootElement, isAnswer);
    }
}

/// <param name="Method">Upper case.</param>
/// <param name="Path">With its parameters in braces.</param>
internal sealed record ApiOperation(string Method, string Path, JsonNode Description)
{
    private readonly string[] _segments = Path.Split('/');

    public string Id => Description["operationId"]!.GetValue<string>();

    /// <summary>Grows with the parts of its address that stand for anything, less with those of which the end is written out.</summary>
    public int Latitude => _segments.Sum(static segment => !IsParameter(segment) ? 0 : EndOf(segment).Length > 0 ? 1 : 2);

    public JsonObject Responses => Description["responses"]!.AsObject();

    public JsonObject? BodyContent => Description["requestBody"]?["content"]?.AsObject();

    public bool Matches(string path)
    {
        var given = path.Split('/');
        return given.Length == _segments.Length
            && given.Zip(_segments).All(static pair => IsParameter(pair.Second)
                ? pair.First.Length > EndOf(pair.Second).Length && pair.First.EndsWith(EndOf(pair.Second), StringComparison.Ordinal)
                : pair.First == pair.Second);
    }

    /// <summary>What is written out behind the part that stands for anything.</summary>
    private static string EndOf(string parameter) => parameter[(parameter.IndexOf('}', StringComparison.Ordinal) + 1)..];

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
