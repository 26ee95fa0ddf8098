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
            operation.Id is not ("streamAlerts" or "getMetrics"));
        Assert.Equal(
            operations.Select(static operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal),
            called.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal));
    }
}
