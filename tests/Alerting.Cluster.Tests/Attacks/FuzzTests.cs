using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// Odd input of every kind, over all routes: none of it may be answered with 5xx or not at all, end the process, be
/// logged as a failure, or keep memory or disk. ALERTING_FUZZ_SEED and ALERTING_FUZZ_INPUTS repeat a run or make it longer.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const long MaxTemporary = 64 << 20;
    private const int LinesOfARequest = 2_000;

    private static readonly int s_seed = Setting("ALERTING_FUZZ_SEED", 20_140_101);

    private AttackedServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await AttackedServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task No_request_of_whatever_form_costs_more_than_a_refusal()
    {
        var inputs = Setting("ALERTING_FUZZ_INPUTS", AttackScale.Of(20_000, 1_000_000));
        var requests = new FuzzRequests(await _server.GetAsync("openapi/v1.json"), await RaiseAsync(), _server.Key);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seed {s_seed}: {inputs:N0} requests over {requests.Described} described routes and others"));
        var run = new FuzzRun(_server, requests.Next, s_seed);
        var started = TimeProvider.System.GetTimestamp();
        await run.SendAsync(inputs);
        output.WriteLine($"{run.Statuses}; in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        await CheckAsync(run);
    }

    [Fact]
    public async Task No_line_of_whatever_form_harms_the_lines_beside_it()
    {
        var inputs = Setting("ALERTING_FUZZ_INPUTS", AttackScale.Of(40_000, 1_000_000)) / LinesOfARequest;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {s_seed}: {inputs:N0} requests of {LinesOfARequest:N0} lines"));
        var started = TimeProvider.System.GetTimestamp();
        var rejected = 0;
        for (var number = 0; number < inputs; number++)
        {
            rejected += await PostLinesAsync(new FuzzRandom(unchecked(s_seed + number)), number);
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rejected:N0} lines rejected; in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s"));
        await CheckAsync(null);
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : standard;

    /// <summary>Posts odd lines with a good one at every tenth place; returns how many were rejected.</summary>
    private async Task<int> PostLinesAsync(FuzzRandom random, int number)
    {
        using var body = new MemoryStream();
        for (var line = 0; line < LinesOfARequest; line++)
        {
            body.Write(line % 10 == 0 ? Encoding.UTF8.GetBytes(Good($"good-{number}-{line}")) : FuzzBodies.Line(random));
            body.WriteByte((byte)'\n');
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Url, "api/v1/reports")) { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.ContentType = new("application/x-ndjson");
        var asLines = random.Chance(0.5);
        if (asLines)
        {
            request.Headers.Accept.Add(new("application/x-ndjson"));
        }

        using var response = await _server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.IsSuccessStatusCode,
            $"seed {s_seed}, request {number}: {(int)response.StatusCode} {text[..Math.Min(text.Length, 2_000)]}\n{Written(body)}");
        var results = asLines
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line))]
            : JsonNode.Parse(text)!["results"]!.AsArray().ToList();
        Assert.True(results.Count == LinesOfARequest, $"seed {s_seed}, request {number}: {results.Count} results.\n{Written(body)}");
        for (var line = 0; line < LinesOfARequest; line++)
        {
            Assert.Equal(line, results[line]!["index"]!.GetValue<int>());
            Assert.True(
                line % 10 != 0 || results[line]!["outcome"]!.GetValue<string>() == "accepted",
                $"seed {s_seed}, request {number}, line {line}: {results[line]}");
        }

        return results.Count(static result => result!["outcome"]!.GetValue<string>() == "rejected");
    }

    private static string Written(MemoryStream body) => new FuzzRequest(body.ToArray(), IsHead: false, IsWhole: true).ToString();

    private static string Good(string id) =>
        $$"""{"reportId":"{{id}}","source":"fuzz","region":"AD-07","town":"Andorra la Vella","kind":"protest","occurredAt":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}"}""";

    /// <summary>Has an alert raised, so that there is one to ask for; returns its id among others.</summary>
    private async Task<List<string>> RaiseAsync()
    {
        var report = Good("many").Replace("\"town\"", "\"killed\":20,\"town\"", StringComparison.Ordinal);
        await _server.SendAsync(HttpMethod.Post, "api/v1/reports", report);
        var ids = new List<string>();
        await TestKit.Wait.UntilAsync(
            async () =>
            {
                var alerts = await _server.GetAsync("api/v1/alerts");
                ids = [.. alerts["items"]!.AsArray().Select(static alert => alert!["alertId"]!.GetValue<string>())];
                return ids.Count > 0;
            },
            "an alert was raised",
            () => _server.LastWords);
        return [.. ids, "AD-07.surge.1", "nothing"];
    }

    private async Task CheckAsync(FuzzRun? run)
    {
        output.WriteLine(
            $"peak memory {TemporaryDisk.InWords(_server.PeakResidentBytes)}, temporary files "
            + $"{TemporaryDisk.InWords(run?.MaxTemporary ?? TemporaryDisk.BytesOf(_server))}");
        Assert.False(_server.Process.HasExited, _server.LastWords);
        Assert.True(run is null or { Failures.Count: 0 }, string.Join('\n', run?.Failures ?? []) + _server.LastWords);
        Assert.Equal("", _server.Process.Failures);
        Assert.Equal(200, await _server.StatusAsync("healthz/ready"));
        Assert.InRange(_server.PeakResidentBytes, 1, AttackedServer.HeapLimit);
        Assert.InRange(run?.MaxTemporary ?? 0, 0, MaxTemporary);
        Assert.InRange(TemporaryDisk.BytesOf(_server), 0, MaxTemporary);
        var answer = await _server.SendAsync(HttpMethod.Post, "api/v1/reports", Good("neighbour"));
        Assert.Equal(1, answer["accepted"]!.GetValue<int>());
    }
}
