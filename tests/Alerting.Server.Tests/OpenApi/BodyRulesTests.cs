using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.OpenApi;

/// <summary>
/// Bodies are described by types and read by parsers: both must say the same. Each member in turn is left out and given
/// values of every JSON type. That what is taken is described, the client of the tests sees to for itself.
/// </summary>
public sealed class BodyRulesTests(SharedServer server) : IClassFixture<SharedServer>
{
    private static readonly string[] s_wrong = ["true", "{}", "[1]", "[true]"];
    private static readonly string[] s_others = ["null", "0", "1", "-1", "1.5", "\"\"", "\"x\"", "[]", "[\"x\"]",
        "\"2014-01-01T00:00:00Z\"", "\"PT1.5S\"", "\"P1W2D\"", "\"a1\""];

    [Theory]
    [InlineData("postReports", "POST", "reports")]
    [InlineData("putThreshold", "PUT", "thresholds/body")]
    [InlineData("putSubscription", "PUT", "subscriptions/body")]
    [InlineData("putOverride", "PUT", "regions/SE-AB/override")]
    [InlineData("setClock", "POST", "regions/SE/clock")]
    [InlineData("replayDeliveries", "POST", "subscriptions/body/replay")]
    [InlineData("runBacktest", "POST", "backtests")]
    public async Task What_is_taken_is_described_and_what_is_described_is_taken(string id, string method, string path)
    {
        var contract = await server.Process.ContractAsync();
        var content = contract.Operations.Single(operation => operation.Id == id).BodyContent!["application/json"]!;
        var example = id == "replayDeliveries" ? [] : Local(content["example"]!.DeepClone());
        await server.Process.SendAsync(HttpMethod.Put, "api/v1/subscriptions/body", Local(SubscriptionOf(contract)).ToJsonString());

        var taken = 0;
        var refused = 0;
        foreach (var (body, isWrong) in Bodies(example, Members(contract, content["schema"]!)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Process.Url, $"api/v1/{path}"));
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await server.Process.Client.SendAsync(request);
            var isTaken = response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NotFound;
            _ = isTaken ? taken++ : refused++;
            Assert.True(isTaken || response.StatusCode == HttpStatusCode.UnprocessableEntity, $"{body} -> {response.StatusCode}");
            if (isWrong && !isTaken)
            {
                Assert.True(contract.Check(content["schema"]!, body, isAnswer: false).Count > 0,
                    $"{body} is described and not taken: {await response.Content.ReadAsStringAsync()}");
            }
        }

        Assert.True(taken > 0 && refused > 0, $"{taken} taken, {refused} refused");
    }

    /// <summary>Whether these are taken depends on the measure, which a schema of one member cannot say.</summary>
    private static readonly string[] s_ofOneMeasure = ["sameActor", "sameTown"];

    private static JsonNode SubscriptionOf(ApiContract contract) =>
        contract.Operations.Single(static operation =>
            operation.Id == "putSubscription").BodyContent!["application/json"]!["example"]!.DeepClone();

    /// <summary>One report, not an array; a webhook that leads nowhere.</summary>
    private static JsonObject Local(JsonNode example)
    {
        var body = (example is JsonArray several ? several[0]!.DeepClone() : example).AsObject();
        if (body["channel"] is { } channel)
        {
            channel["url"] = "http://127.0.0.1:9/";
        }

        return body;
    }

    private static IReadOnlyList<string> Members(ApiContract contract, JsonNode schema)
    {
        var reference = (schema["$ref"] ?? schema["oneOf"]![1]!["$ref"])!.GetValue<string>();
        var name = reference[(reference.LastIndexOf('/') + 1)..];
        return [.. contract.Root["components"]!["schemas"]![name]!["properties"]!.AsObject().Select(static property => property.Key)];
    }

    /// <summary>Another report each time: the same with other content is refused for that.</summary>
    private static string Renamed(JsonObject body, string member)
    {
        if (member != "reportId" && body.ContainsKey("reportId"))
        {
            body["reportId"] = Guid.NewGuid().ToString();
        }

        return body.ToJsonString();
    }

    private static IEnumerable<(string Body, bool IsWrong)> Bodies(JsonObject example, IReadOnlyList<string> members)
    {
        foreach (var member in members.Append("unknown"))
        {
            var without = example.DeepClone().AsObject();
            if (without.Remove(member))
            {
                // What is needed depends on other members.
                yield return (Renamed(without, member), false);
            }

            foreach (var (values, isWrong) in new[] { (s_wrong, true), (s_others, false) })
            {
                foreach (var value in values)
                {
                    var body = example.DeepClone().AsObject();
                    body[member] = JsonNode.Parse(value);
                    yield return (Renamed(body, member), isWrong && !s_ofOneMeasure.Contains(member));
                }
            }
        }
    }
}
