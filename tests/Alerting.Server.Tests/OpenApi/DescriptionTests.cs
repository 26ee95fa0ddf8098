using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.OpenApi;

/// <summary>The description of the API says all that its readers need.</summary>
public sealed partial class DescriptionTests(SharedServer server) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Every_operation_has_a_name_a_summary_a_tag_and_says_who_may()
    {
        var contract = await server.Process.ContractAsync();
        var tags = contract.Root["tags"]!.AsArray().Select(static tag => tag!["name"]!.GetValue<string>()).ToList();
        Assert.Equal(contract.Operations.Count,
            contract.Operations.Select(static operation => operation.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(contract.Operations, operation =>
        {
            Assert.Matches(Name(), operation.Id);
            Assert.NotEmpty(operation.Description["summary"]!.GetValue<string>());
            Assert.NotEmpty(operation.Description["description"]!.GetValue<string>());
            Assert.Contains(Assert.Single(operation.Description["tags"]!.AsArray())!.GetValue<string>(), tags);
            var opensItself = operation.Id == "openSession";
            Assert.Equal(operation.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && !opensItself,
                operation.Description["security"] is JsonArray { Count: > 0 });
            Assert.All(operation.Description["parameters"]?.AsArray() ?? [], static parameter =>
                Assert.NotEmpty(parameter!["description"]!.GetValue<string>()));
            Assert.DoesNotContain("application/x-www-form-urlencoded", operation.BodyContent?.Select(static content => content.Key) ?? []);
        });
    }

    [Fact]
    public async Task It_names_the_product_how_keys_are_shown_and_figures_as_figures()
    {
        var root = (await server.Process.ContractAsync()).Root;
        Assert.Equal("Alerting", root["info"]!["title"]!.GetValue<string>());
        Assert.Equal("bearer", root["components"]!["securitySchemes"]!["key"]!["scheme"]!.GetValue<string>());
        var killed = root["components"]!["schemas"]!["ReportBody"]!["properties"]!["killed"]!;
        Assert.DoesNotContain("string", killed["type"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_that_takes_a_body_shows_one_that_is_valid()
    {
        var contract = await server.Process.ContractAsync();
        var operations = contract.Operations.Where(static operation => operation.BodyContent is not null).ToList();
        Assert.NotEmpty(operations);
        Assert.All(operations, operation =>
        {
            var content = operation.BodyContent!["application/json"]!;
            Assert.Empty(contract.Check(content["schema"]!, content["example"]!.ToJsonString(), isAnswer: false));
        });
    }

    [Theory]
    [InlineData("postReports", "POST", "reports")]
    [InlineData("putThreshold", "PUT", "thresholds/shown")]
    [InlineData("previewThreshold", "POST", "thresholds/shown/preview")]
    [InlineData("putOverride", "PUT", "regions/IQ-AN/override")]
    [InlineData("setClock", "POST", "regions/IQ/clock")]
    [InlineData("putSubscription", "PUT", "subscriptions/shown")]
    [InlineData("runBacktest", "POST", "backtests")]
    public async Task What_is_shown_is_taken(string id, string method, string path)
    {
        var contract = await server.Process.ContractAsync();
        var example = contract.Operations.Single(operation => operation.Id == id).BodyContent!["application/json"]!["example"]!.DeepClone();
        if (example is JsonObject && example["channel"] is { } channel)
        {
            // The name of the example is nobody's.
            channel["url"] = "http://127.0.0.1:9/";
        }

        var answer = await server.Process.SendAsync(new HttpMethod(method), $"api/v1/{path}", example.ToJsonString());
        Assert.Equal(0, answer["rejected"] is JsonValue count ? count.GetValue<int>() : 0);
    }

    [Fact]
    public async Task Descriptions_are_for_readers_of_the_api_and_not_of_its_code()
    {
        var contract = await server.Process.ContractAsync();
        Assert.DoesNotMatch(Code(), contract.Text);
    }

    [Fact]
    public async Task Texts_of_times_names_and_durations_are_told()
    {
        var schemas = (await server.Process.ContractAsync()).Root["components"]!["schemas"]!;
        Assert.Equal("""{"type":"string","format":"date-time"}""", Shown(schemas["Alert"]!["properties"]!["raisedAt"]!));
        Assert.Equal("""{"type":["null","string"],"format":"date-time"}""", Shown(schemas["Alert"]!["properties"]!["endedAt"]!));
        Assert.Equal("""{"type":"string"}""", Shown(schemas["Threshold"]!["properties"]!["clearAfter"]!));
        Assert.Contains("attack-on-security-forces", schemas["Family"]!["enum"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("null", schemas["Precision"]!.ToJsonString(), StringComparison.Ordinal);

        static string Shown(JsonNode schema) => new JsonObject
        {
            ["type"] = schema["type"]!.DeepClone(),
            ["format"] = schema["format"]?.DeepClone(),
        }.ToJsonString().Replace(",\"format\":null", "", StringComparison.Ordinal);
    }

    [GeneratedRegex("^[a-z]+([A-Z][a-z]+)*$")]
    private static partial Regex Name();

    // A generic type, or a member of a class.
    [GeneratedRegex(@"&lt;|\b[A-Z]\w+\.[A-Z]\w+")]
    private static partial Regex Code();
}
