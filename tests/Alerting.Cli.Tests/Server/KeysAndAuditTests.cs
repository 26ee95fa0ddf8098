using System.Text.Json.Nodes;
using Alerting.Cli.Tests.Import;
using Xunit;

namespace Alerting.Cli.Tests.Server;

/// <summary>The commands about keys and the audit log, against a server as a process.</summary>
public sealed class KeysAndAuditTests(OneServer fixture) : IClassFixture<OneServer>
{
    private readonly RunningServer _server = fixture.Server;
    private readonly ServerRun _run = new(fixture.Server);

    [Fact]
    public async Task A_key_is_created_listed_rotated_and_revoked_and_the_audit_log_tells_of_it()
    {
        var created = JsonNode.Parse((await DoneAsync("keys create --name wire --role reporter --region IQ --output json")).Single())!;
        var id = created["id"]!.GetValue<string>();
        Assert.Matches("^ak_[0-9a-f]{64}$", created["key"]!.GetValue<string>());
        Assert.Contains(id, await DoneAsync("keys list --output ndjson") is [.., var last] ? last : "", StringComparison.Ordinal);
        var table = await DoneAsync("keys list");
        Assert.StartsWith("ID ", table[0], StringComparison.Ordinal);
        Assert.Contains(
            table,
            line => line.StartsWith($"{id}  wire ", StringComparison.Ordinal) && line.Contains("reporter", StringComparison.Ordinal));
        Assert.Contains("ak_", (await DoneAsync($"keys rotate {id} --grace PT1H"))[1], StringComparison.Ordinal);
        Assert.Equal([id, "-"], (await DoneAsync($"keys revoke {id}"))[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var entries = (await DoneAsync($"audit --target {id} --output ndjson")).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["key.created", "key.rotated", "key.revoked"], entries.Select(static entry => entry["action"]!.GetValue<string>()));
        var array = JsonNode.Parse(string.Concat(await DoneAsync($"audit --target {id} --output json")))!.AsArray();
        Assert.Equal(entries.Select(static entry => entry.ToJsonString()), array.Select(static entry => entry!.ToJsonString()));
        var seq = entries[0]["seq"]!.GetValue<long>();
        var shown = await DoneAsync($"audit --target {id} --after {seq}");
        Assert.Equal(3, shown.Count);
        Assert.Contains("key.rotated", shown[1], StringComparison.Ordinal);
        Assert.Equal("[]", string.Concat(await DoneAsync("audit --actor nobody --output json")));
    }

    [Fact]
    public async Task Following_goes_on_with_what_comes()
    {
        using var ending = new CancellationTokenSource();
        using var output = new MemoryStream();
        var following = _run.RunAsync("audit --follow --output ndjson --action place".Split(' '), output, ending.Token);
        await _server.SendAsync(HttpMethod.Put, "api/v1/places/here", """{"name":"Here","region":"IQ-AN"}""");
        await Wait.UntilAsync(
            () => ServerRun.Text(output).Contains("place.created", StringComparison.Ordinal), "the first change is shown");
        await _server.SendAsync(HttpMethod.Delete, "api/v1/places/here", "");
        await Wait.UntilAsync(
            () => ServerRun.Text(output).Contains("place.deleted", StringComparison.Ordinal), "the second change is shown");
        Assert.Equal(2, ServerRun.Text(output).Count(static c => c == '\n'));
        await ending.CancelAsync();
        Assert.Equal((1, "Cancelled."), await following);
    }

    [Theory]
    [InlineData("keys create --role desk", 2, "State who has the key: --name.")]
    [InlineData("keys create --name x --role dask", 2, "There is no role 'dask'; did you mean 'desk'?")]
    [InlineData("keys revoke none", 1, "{0} refused with 404 Not found: There is no key 'none'.")]
    [InlineData("audit --url ftp://x", 2, "The server must be an http or https address such as http://127.0.0.1:5080, not 'ftp://x'.")]
    [InlineData("audit --output tible", 2, "--output is table or json or ndjson, not 'tible'; did you mean 'table'?")]
    public async Task What_is_wrong_is_one_sentence(string arguments, int code, string sentence)
    {
        using var output = new MemoryStream();
        var expected = string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, _server.Url);
        Assert.Equal((code, expected), await _run.RunAsync(arguments.Split(' '), output, CancellationToken.None));
        Assert.Equal("", ServerRun.Text(output));
    }

    private Task<List<string>> DoneAsync(string arguments) => _run.DoneAsync(arguments.Split(' '));
}
