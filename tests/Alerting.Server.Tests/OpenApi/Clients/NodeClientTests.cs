using System.Text;
using System.Text.Json;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.OpenApi.Clients;

/// <summary>What the Node world makes of the description of the API.</summary>
public sealed class NodeClientTests(NodeTools tools) : IClassFixture<NodeTools>
{
    private const string Modules = "node_modules";

    [Fact]
    public async Task Spectral_has_nothing_to_say()
    {
        NodeTools.SkipWithoutNode();
        await tools.NodeAsync(
            $"{Modules}/@stoplight/spectral-cli/dist/index.js",
                ["lint", "openapi.json", "--ruleset", "spectral.yaml", "--fail-severity", "hint"]);
    }

    [Fact]
    public async Task A_client_in_TypeScript_makes_every_call_and_reads_every_answer()
    {
        NodeTools.SkipWithoutNode();
        var port = TestPorts.Next();
        await using var hook = await WebhookReceiver.StartAsync(port);
        await tools.NodeAsync($"{Modules}/openapi-typescript/bin/cli.js", ["openapi.json", "--output", "schema.d.ts"]);
        await tools.NodeAsync($"{Modules}/typescript/bin/tsc", ["--project", "."]);
        var called = await tools.NodeAsync(
            "calls.js",
            [],
            ("ALERTING_URL", tools.Server.Url.ToString().TrimEnd('/')),
            ("ALERTING_KEY", tools.Server.Client.DefaultRequestHeaders.Authorization!.Parameter!),
            ("ALERTING_HOOK", $"http://127.0.0.1:{port}/"));

        // The live feed has no end.
        var operations = (await tools.Server.ContractAsync()).Operations.Where(static operation =>
            operation.Id is not ("streamAlerts" or "streamRegions" or "getMetrics"));
        Assert.Equal(
            operations.Select(static operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal),
            called.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("native")]
    [InlineData("cloudevents")]
    [InlineData("alertmanager")]
    public async Task Webhooks_of_all_formats_are_verified_by_the_library_of_their_standard(string format)
    {
        const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
        const string Before = "whsec_ODkwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1";
        NodeTools.SkipWithoutNode();
        await using var receiver = await WebhookReceiver.StartAsync();
        var path = $"api/v1/subscriptions/signed-{format}";
        await tools.Server.SendAsync(
            HttpMethod.Put, path,
            $$"""
            {"channel":{"url":"{{receiver.Url}}","secret":"{{Secret}}","previousSecret":"{{Before}}","format":"{{format}}"},"enabled":false}
            """);
        using var sent = await tools.Server.Client.PostAsync(new Uri(tools.Server.Url, $"{path}/test"), null);
        var webhook = Assert.Single(receiver.Received);
        foreach (var secret in new[] { Secret, Before })
        {
            var verdict = await tools.NodeAsync(
                "verify.js", [], ("SECRET", secret), ("BODY", Encoding.UTF8.GetString(webhook.Body)),
                ("HEADERS", JsonSerializer.Serialize(webhook.Headers)));
            Assert.Equal("verified", verdict.Trim());
        }

        // The other test counts what there is.
        using var deleted = await tools.Server.Client.DeleteAsync(new Uri(tools.Server.Url, path));
        deleted.EnsureSuccessStatusCode();
    }
}
