using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Every body may come compressed, within the bounds of one that does not; what is not known is refused by name.</summary>
public sealed class ContentCodingTests(SharedServer server) : IClassFixture<SharedServer>
{
    private const string Threshold = """{"measure":"towns","window":"PT24H","atLeast":1,"clearAfter":"PT0S","severity":"warning","scope":{"regions":["IQ-AN"],"depth":"leaf"}}""";
    private const string Backtest = """{"thresholdIds":["mass-casualty"]""";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    [InlineData("identity, br")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    public async Task Every_body_is_taken_in_every_coding(string header)
    {
        var coding = header.Split(", ")[^1].ToLowerInvariant();
        var id = string.Concat(header.ToLowerInvariant().Where(char.IsLetter));
        var report = Facts.Report(id + header.Length + header[0], "IQ-AN", "Hit", Now);
        await SendAsync("PUT", $"thresholds/{id}", Threshold);
        var taken = await SendAsync("POST", "reports", report);
        Assert.Equal(1, taken["accepted"]!.GetValue<int>());
        var twice = await SendAsync("POST", "reports", $"[{report},{report}]");
        Assert.Equal(2, twice["duplicates"]!.GetValue<int>());
        var lines = await SendAsync("POST", "reports", $"{report}\n{report}\n{report}\n", Facts.Ndjson);
        Assert.Equal(3, lines["duplicates"]!.GetValue<int>());

        var json = await SendAsync("POST", "backtests", $$"""{{Backtest}},"reports":[{{report}}]}""");
        Assert.Equal(1, json["reports"]!.GetValue<int>());
        var ndjson = await SendAsync("POST", "backtests", $"{Backtest}}}\n{report}\n", Facts.Ndjson);
        Assert.Equal(json.ToJsonString().Length, ndjson.ToJsonString().Length);
        await SendAsync("POST", $"thresholds/{id}/preview", Threshold);
        await SendAsync("PUT", "regions/IQ-BA/override", """{"level":"severe","reason":"test"}""");
        await SendAsync("PUT", $"subscriptions/{id}", """
            {"regions":["SE"],"channel":{"type":"webhook","url":"http://127.0.0.1:9/","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}
            """);
        Assert.Equal(0, (await SendAsync("POST", $"subscriptions/{id}/replay", """{"fromSeq":1}"""))["replayed"]!.GetValue<int>());
        var alert = $"alerts/IQ-AN.{id}.1";
        await server.Process.Until(
            async () =>
                (await server.Process.GetAsync("api/v1/alerts?status=open&limit=1000"))
                    .ToJsonString()
                    .Contains($".{id}.1", StringComparison.Ordinal),
            "the alert is raised");
        Assert.Equal(
            "seen",
            (await SendAsync("POST", alert + "/acknowledge", """{"note":"seen"}"""))["acknowledged"]!["note"]!.GetValue<string>());

        Task<JsonNode> SendAsync(string method, string path, string body, string type = "application/json") =>
            AnswerAsync(method, path, Coded.Encode(coding, body), header, type);
    }

    [Theory]
    [InlineData("compress")]
    [InlineData("gzip, br")]
    [InlineData("gzip, gzip")]
    [InlineData("aes128gcm")]
    public async Task A_coding_that_is_not_known_is_refused_with_those_that_are(string header)
    {
        foreach (var (method, path, type) in new[]
        {
            ("POST", "reports", "application/json"), ("POST", "reports", Facts.Ndjson), ("POST", "backtests", Facts.Ndjson),
            ("PUT", "thresholds/coded", "application/json"), ("POST", "alerts/x/acknowledge", "application/json"),
        })
        {
            using var response = await RequestAsync(method, path, Coded.Encode("gzip", Threshold), header, type);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
            Assert.Equal("gzip, br, zstd, deflate", string.Join(", ", response.Headers.GetValues("Accept-Encoding")));
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal("unsupported-content-coding", problem["type"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br", true)]
    [InlineData("zstd", true)]
    [InlineData("deflate", true)]
    [InlineData("gzip", false)]
    [InlineData("br", false)]
    [InlineData("zstd", false)]
    [InlineData("deflate", false)]
    public async Task Data_that_is_damaged_or_breaks_off_is_a_bad_request(string coding, bool breaksOff)
    {
        var whole = Coded.Encode(coding, Threshold);
        var body = breaksOff ? whole[..^3] : Encoding.UTF8.GetBytes(Threshold);
        foreach (var (method, path) in new[] { ("PUT", "thresholds/damaged"), ("POST", "reports"), ("POST", "backtests") })
        {
            using var response = await RequestAsync(method, path, body, coding);
            var problem = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains($"is no {coding}.", problem, StringComparison.Ordinal);
        }

        using var missing = await server.Process.Client.GetAsync(new Uri(server.Process.Url, "api/v1/thresholds/damaged"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Of_a_stream_that_breaks_off_what_was_whole_is_stored_and_told(string coding)
    {
        var report = Facts.Report("cut-" + coding, "FR-75C", "Paris", Now);

        // The second line is long and random, so that the cut falls within it, and behind a whole block.
        var random = new byte[200_000];
        new Random(1).NextBytes(random);
        var packed = Coded.Encode(coding, $"{report}\n{{\"summary\":\"{Convert.ToHexString(random)}\"}}\n");
        var cut = packed[..(packed.Length / 2)];
        using var whole = await RequestAsync("POST", "reports", cut, coding, Facts.Ndjson);
        Assert.Equal(HttpStatusCode.BadRequest, whole.StatusCode);
        var answer = JsonNode.Parse(await whole.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(1, answer["accepted"]!.GetValue<int>());
        Assert.Equal(400, answer["status"]!.GetValue<int>());

        using var lines = await RequestAsync("POST", "reports", cut, coding, Facts.Ndjson, Facts.Ndjson);
        Assert.Equal(HttpStatusCode.OK, lines.StatusCode);
        var told = (await lines.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"outcome\":\"duplicate\"", told[0], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"rejected\"", told[^1], StringComparison.Ordinal);
        Assert.Contains("breaks off", told[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task The_bounds_are_those_of_what_a_body_holds(string coding)
    {
        var most = 8 << 20;
        using var fits = await RequestAsync("PUT", "thresholds/large-" + coding, Coded.Encode(coding, Threshold.PadRight(most)), coding);
        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        foreach (var (method, path) in new[] { ("PUT", "thresholds/larger"), ("POST", "reports"), ("POST", "backtests"), ("POST", "subscriptions/x/test") })
        {
            using var larger = await RequestAsync(method, path, Coded.Encode(coding, Threshold.PadRight(most + 1)), coding);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, larger.StatusCode);
        }

        var line = Facts.Report("long-" + coding, "IQ-AN", "Hit", Now);
        var body = $"{line.PadRight(64 << 10)}\n{line.PadRight((64 << 10) + 1)}\n{line}\n{new string('x', 1 << 20)}\n{line}";
        var answer = await AnswerAsync("POST", "reports", Coded.Encode(coding, body), coding, Facts.Ndjson);
        Assert.Equal(
            (1, 2, 2),
            (answer["accepted"]!.GetValue<int>(), answer["duplicates"]!.GetValue<int>(), answer["rejected"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Some_bytes_do_not_stand_for_gigabytes(string coding)
    {
        var report = Facts.Report("bomb-" + coding, "IQ-AN", "Hit", Now);
        var body = new byte[64 << 20];
        Encoding.UTF8.GetBytes(report + "\n", body);
        var packed = Coded.Encode(coding, body);
        Assert.InRange(packed.Length, 1, body.Length / 2_000);
        using var response = await RequestAsync("POST", "reports", packed, coding, Facts.Ndjson);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((1, "body-too-large"), (answer["accepted"]!.GetValue<int>(), answer["type"]!.GetValue<string>()));

        using var backtest = await RequestAsync("POST", "backtests", Coded.Encode(coding, [.. Encoding.UTF8.GetBytes(Backtest + "}\n"), .. body]), coding, Facts.Ndjson);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, backtest.StatusCode);
    }

    [Fact]
    public async Task Members_of_a_gzip_body_follow_each_other_and_what_gzip_can_do_is_never_too_dense()
    {
        var line = Facts.Report("members", "IQ-AN", "Hit", Now);
        byte[] body =
            [.. Coded.Encode("gzip", line + "\n"), .. Coded.Encode("gzip", new string('\n', 64 << 20)), .. Coded.Encode("gzip", line)];
        var answer = await AnswerAsync("POST", "reports", body, "gzip", Facts.Ndjson);
        Assert.Equal(
            (1, 1, 0),
            (answer["accepted"]!.GetValue<int>(), answer["duplicates"]!.GetValue<int>(), answer["rejected"]!.GetValue<int>()));
    }

    private async Task<JsonNode> AnswerAsync(string method, string path, byte[] body, string coding, string type = "application/json")
    {
        using var response = await RequestAsync(method, path, body, coding, type);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(
            response.IsSuccessStatusCode,
            string.Create(CultureInfo.InvariantCulture, $"{path} {coding}: {(int)response.StatusCode} {text}"));
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpResponseMessage> RequestAsync(
        string method, string path, byte[] body, string coding, string type = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Process.Url, "api/v1/" + path)) { Content = Coded.Content(body, coding, type) };
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return await server.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
