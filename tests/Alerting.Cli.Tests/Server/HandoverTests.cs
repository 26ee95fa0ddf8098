using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cli.Tests.Import;
using Xunit;

namespace Alerting.Cli.Tests.Server;

/// <summary>The command that writes what a shift hands over, against a server as a process.</summary>
public sealed class HandoverTests(OneServer fixture) : IClassFixture<OneServer>
{
    private readonly RunningServer _server = fixture.Server;
    private readonly ServerRun _run = new(fixture.Server);

    [Fact]
    public async Task It_is_markdown_for_the_log_of_the_shift_and_json_for_programs()
    {
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/thresholds/any",
            """{"scope":{"regions":["IQ"],"depth":"leaf"},"measure":"incidents","window":"PT1H","atLeast":1,"severity":"warning"}""");
        var report = new JsonObject
        {
            ["reportId"] = "1",
            ["source"] = "wire-a",
            ["region"] = "IQ-AN",
            ["kind"] = "ied",
            ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
        };
        await _server.SendAsync(HttpMethod.Post, "api/v1/reports", report.ToJsonString());
        await _server.Until(
            async () => (await _server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray().Count == 1, "the alert is raised");

        var markdown = await _run.DoneAsync("handover", "--region", "IQ");
        Assert.StartsWith("# Handover of ", markdown[0], StringComparison.Ordinal);
        Assert.Contains(markdown, static line => line.StartsWith("- **warning** Al Anbār", StringComparison.Ordinal));
        foreach (var format in new[] { "json", "ndjson" })
        {
            var json = JsonNode.Parse(string.Join('\n', await _run.DoneAsync("handover", "--since", "2014-01-01T00:00:00Z", "--output", format)))!;
            Assert.Equal("IQ-AN.any.1", json["unacknowledged"]![0]!["alertId"]!.GetValue<string>());
            Assert.Equal("2014-01-01T00:00:00Z", json["since"]!.GetValue<string>());
        }

        using var output = new MemoryStream();
        var (code, errors) = await _run.RunAsync(["handover", "--region", "XX"], output, TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        Assert.Contains("XX", errors, StringComparison.Ordinal);
        Assert.Empty(Encoding.UTF8.GetString(output.ToArray()));
    }
}
