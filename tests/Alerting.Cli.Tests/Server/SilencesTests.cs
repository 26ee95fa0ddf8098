using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Cli.Tests.Import;
using Xunit;

namespace Alerting.Cli.Tests.Server;

/// <summary>The commands about silences, against a server as a process.</summary>
public sealed class SilencesTests(OneServer fixture) : IClassFixture<OneServer>
{
    private readonly RunningServer _server = fixture.Server;
    private readonly ServerRun _run = new(fixture.Server);

    [Fact]
    public async Task A_silence_is_made_listed_and_ended_now()
    {
        var before = TimeProvider.System.GetUtcNow();
        var added = JsonNode.Parse((await _run.DoneAsync(
            "silences", "add", "Exercise in Ramadi", "--region", "IQ-AN", "--region", "IQ-BG", "--threshold", "mass-casualty",
            "--max-severity", "critical", "--for", "PT2H", "--output", "json")).Single())!;
        var id = added["id"]!.GetValue<string>();
        Assert.Equal(
            ("Exercise in Ramadi", "active", "critical"),
            (Text(added, "comment"), Text(added, "status"), Text(added, "maxSeverity")));
        Assert.Equal("""["IQ-AN","IQ-BG"]""", added["regions"]!.ToJsonString());
        Assert.Equal("""["mass-casualty"]""", added["thresholds"]!.ToJsonString());
        var end = DateTimeOffset.Parse(Text(added, "endsAt"), CultureInfo.InvariantCulture);
        Assert.InRange(end, before.AddHours(2), TimeProvider.System.GetUtcNow().AddHours(2));

        var table = await _run.DoneAsync("silences", "list", "--status", "active");
        Assert.StartsWith("ID ", table[0], StringComparison.Ordinal);
        var line = Assert.Single(table, line => line.StartsWith(id, StringComparison.Ordinal));
        Assert.EndsWith("Exercise in Ramadi", line, StringComparison.Ordinal);
        Assert.Contains("IQ-AN,IQ-BG", line, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await _run.DoneAsync("silences", "list", "--status", "pending", "--output", "ndjson"),
            line => line.Contains(id, StringComparison.Ordinal));

        var ended = JsonNode.Parse((await _run.DoneAsync("silences", "expire", id, "--output", "ndjson")).Single())!;
        Assert.Equal((id, true), (Text(ended, "id"), ended["definition"] is null));
        Assert.DoesNotContain(
            await _run.DoneAsync("silences", "list", "--output", "ndjson"), line => line.Contains(id, StringComparison.Ordinal));
        Assert.Equal(404, await _server.StatusAsync($"api/v1/silences/{id}"));
        Assert.Equal(200, await _server.StatusAsync($"api/v1/silences/{id}/held"));
    }

    [Fact]
    public async Task A_silence_holds_again_and_again_or_between_two_instants()
    {
        await _run.DoneAsync(
            "silences", "add", "Range days", "--id", "range-days", "--rrule", "FREQ=WEEKLY;BYDAY=SA", "--duration", "PT8H",
            "--time-zone", "Asia/Baghdad", "--from", "2026-01-01T08:00:00+03:00");
        await _run.DoneAsync(
            "silences", "add", "Summit", "--id", "summit", "--from", "2999-01-01T00:00:00Z", "--until", "2999-01-02T00:00:00Z");
        await _run.DoneAsync("silences", "add", "Later", "--id", "later", "--from", "2999-01-01T00:00:00Z", "--for", "P1D");

        var listed = JsonNode.Parse((await _run.DoneAsync("silences", "list", "--output", "json")).Single())!.AsArray()
            .ToDictionary(static silence => Text(silence!, "id"), static silence => silence!);
        Assert.Equal(
            """{"rrule":"FREQ=WEEKLY;BYDAY=SA","duration":"PT8H","timeZone":"Asia/Baghdad"}""",
            listed["range-days"]["schedule"]!.ToJsonString());
        Assert.Equal("2026-01-01T05:00:00Z", Text(listed["range-days"], "startsAt"));
        Assert.Equal(("pending", "2999-01-02T00:00:00Z"), (Text(listed["summit"], "status"), Text(listed["summit"], "endsAt")));
        Assert.Equal("2999-01-02T00:00:00Z", Text(listed["later"], "endsAt"));
        Assert.Contains(
            await _run.DoneAsync("silences", "list"),
            static line => line.Contains("FREQ=WEEKLY;BYDAY=SA Asia/Baghdad", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("silences add x", 2, "State how long: --until, --for, or --rrule with --duration and --time-zone.")]
    [InlineData("silences add x --for PT1H --until 2999-01-01T00:00:00Z", 2,
        "State how long: --until, --for, or --rrule with --duration and --time-zone.")]
    [InlineData("silences add x --for 1h", 2, "--for must be an ISO 8601 duration such as PT24H, not '1h'.")]
    [InlineData("silences add x --until tomorrow", 2, "--until must be an instant such as 2030-01-01T00:00:00Z, not 'tomorrow'.")]
    [InlineData("silences add x --rrule FREQ=DAILY", 2,
        "A silence that holds again and again has all of --rrule, --duration and --time-zone.")]
    [InlineData("silences add x --for PT1H --max-severity grave", 2,
        "--max-severity is notice or warning or severe or critical, not 'grave'.")]
    [InlineData("silences list --status over", 2, "--status is pending or active or ended, not 'over'.")]
    [InlineData("silences expire none", 1, "{0} refused with 404 Not found: There is no silence 'none'.")]
    public async Task What_is_wrong_is_one_sentence(string arguments, int code, string sentence)
    {
        using var output = new MemoryStream();
        var expected = string.Format(CultureInfo.InvariantCulture, sentence, _server.Url);
        Assert.Equal((code, expected), await _run.RunAsync(arguments.Split(' '), output, TestContext.Current.CancellationToken));
        Assert.Equal("", ServerRun.Text(output));
    }

    [Fact]
    public async Task A_silence_that_is_there_is_not_replaced()
    {
        await _run.DoneAsync("silences", "add", "first", "--id", "once", "--for", "PT1H");
        using var output = new MemoryStream();
        var (code, errors) = await _run.RunAsync(
            ["silences", "add", "second", "--id", "once", "--for", "PT1H"], output, TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("refused with 412", errors, StringComparison.Ordinal);
        Assert.Equal("first", Text(await _server.GetAsync("api/v1/silences/once"), "comment"));
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
