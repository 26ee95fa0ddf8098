using System.Text.Json.Nodes;
using Alerting.Cli.Tests.Import;
using Xunit;

namespace Alerting.Cli.Tests.Server;

/// <summary>The command that tells who is on call, against a server as a process.</summary>
public sealed class OnCallTests(OneServer fixture) : IClassFixture<OneServer>
{
    private readonly RunningServer _server = fixture.Server;
    private readonly ServerRun _run = new(fixture.Server);

    [Fact]
    public async Task Who_is_on_call_is_told_by_schedule_with_until_when_and_who_is_next()
    {
        await PutAsync(
            "contacts/ann", """{"name":"Ann","channels":[{"type":"pagerduty","routingKey":"0123456789abcdef0123456789abcdef"}]}""");
        await PutAsync("schedules/night", """
            {"timeZone":"UTC","layers":[{"contacts":["ann"],"startsAt":"2999-01-01T00:00:00Z","shift":"P1W","between":"00:00-12:00"}]}
            """);
        await PutAsync("schedules/day", """
            {"timeZone":"UTC","layers":[{"contacts":["ann"],"startsAt":"2014-01-01T00:00:00Z","shift":"P1W"}],
             "overrides":[{"contact":"ann","from":"2999-01-02T00:00:00Z","to":"2999-01-03T00:00:00Z"}]}
            """);

        var table = await _run.DoneAsync("oncall", "now");
        Assert.Matches("^SCHEDULE +ON CALL +BY +UNTIL +NEXT +FROM$", table[0]);
        Assert.Matches("^day +Ann +layer 1 +2999-01-02T00:00:00Z +Ann +2999-01-02T00:00:00Z$", table[1]);
        Assert.Matches("^night +\\(nobody\\) .* Ann +2999-01-01T00:00:00Z$", table[2]);
        Assert.Matches("^day +Ann +override ", (await _run.DoneAsync("oncall", "now", "day", "--at", "2999-01-02T10:00:00Z"))[1]);

        var json = JsonNode.Parse(
            (await _run.DoneAsync("oncall", "now", "night", "--at", "2999-01-01T00:00:00Z", "--output", "json")).Single())!;
        Assert.Equal("2999-01-01T12:00:00Z", json[0]!["now"]!["until"]!.GetValue<string>());
        Assert.Equal(2, (await _run.DoneAsync("oncall", "now", "--output", "ndjson")).Count);

        using var output = new MemoryStream();
        var (code, errors) = await _run.RunAsync(["oncall", "now", "none"], output, TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        Assert.Contains("There is no schedule 'none'", errors, StringComparison.Ordinal);
    }

    private Task PutAsync(string path, string body) => _server.SendAsync(HttpMethod.Put, $"api/v1/{path}", body);
}
