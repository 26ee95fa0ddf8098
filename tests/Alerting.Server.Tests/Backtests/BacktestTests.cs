using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

/// <summary>POST /backtests with given reports, on a real server. One for all: a backtest changes nothing.</summary>
public sealed class BacktestTests : IClassFixture<BacktestServer>
{
    private const string Path = "api/v1/backtests";
    private const string Defaults =
        "\"thresholdIds\":[\"simultaneous-assaults\",\"mass-casualty\",\"several-regions\",\"surge\",\"level-severe\"]";

    private static readonly string[] s_founding =
    [
        "IQ-AN.simultaneous-assaults.1 raised 1 2014-01-01T11:10:00Z 3 of 3",
        "IQ-AN.simultaneous-assaults.1 updated 2 2014-01-01T11:15:00Z 3 of 4",
        "IQ-AN.simultaneous-assaults.1 updated 3 2014-01-01T11:40:00Z 4 of 5",
        "IQ-AN.simultaneous-assaults.1 updated 4 2014-01-01T11:45:00Z 5 of 6",
        "IQ-AN.simultaneous-assaults.1 updated 5 2014-01-01T11:45:01Z 4 of 5",
        "IQ-AN.simultaneous-assaults.1 cleared 6 2014-01-01T13:25:00Z 4 of 5",
        "IQ-DI.mass-casualty.1 raised 1 2014-01-02T15:30:00Z 12 of 1",
        "IQ-DI.mass-casualty.1 updated 2 2014-01-02T15:40:00Z 12 of 1",
        "IQ-DI.mass-casualty.1 updated 3 2014-01-02T15:40:00Z 19 of 1",
        "IQ-DI.mass-casualty.1 cleared 4 2014-01-03T15:45:00Z 19 of 1",
        "IQ.several-regions.1 raised 1 2014-01-03T08:00:00Z 4 of 8",
        "IQ.several-regions.1 updated 2 2014-01-03T13:00:00Z 4 of 4",
        "IQ.several-regions.1 cleared 3 2014-01-05T05:30:00Z 4 of 4",
    ];

    private readonly ServerProcess _server;

    public BacktestTests(BacktestServer fixture) => _server = fixture.Server;

    [Theory]
    [InlineData(Facts.Ndjson, true)]
    [InlineData("application/json", true)]
    [InlineData(Facts.Ndjson, false)]
    public async Task The_founding_scenario_raises_its_three_alerts_and_nothing_else(string type, bool shipped)
    {
        var lines = await File.ReadAllLinesAsync(shipped
            ? System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "anbar-2014-01.ndjson")
            : TestData.Require("anbar-2014-01.ndjson"));
        var body = type == Facts.Ndjson
            ? $"{{{Defaults}}}\n{string.Join('\n', lines)}"
            : $"{{{Defaults},\"reports\":[{string.Join(',', lines)}]}}";

        var answer = await PostAsync(body, type);

        Assert.Equal(16, answer["reports"]!.GetValue<int>());
        Assert.Empty(answer["rejected"]!.AsArray());
        Assert.Equal(s_founding, Revisions(answer));
        var assaults = answer["alerts"]![0]!;
        Assert.Equal(["Fallujah", "Karmah", "Khalidiya", "Ramadi"], assaults["towns"]!.AsArray().Select(t => t!.GetValue<string>()));
        Assert.Equal([0.5625, 0.5625, 0.675, 0.88125, 0.93825], GradeFactors(assaults).Order());
        Assert.Equal(0.93825, Assert.Single(GradeFactors(answer["alerts"]![1]!)));
        Assert.Equal("moderate", answer["levels"]![0]!["level"]!.GetValue<string>());
        Assert.Equal("low", answer["levels"]!.AsArray()[^1]!["level"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(Facts.Ndjson)]
    [InlineData("application/json")]
    public async Task What_desks_do_meanwhile_stands_in_it(string type)
    {
        var lines = await File.ReadAllLinesAsync(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "anbar-2014-01.ndjson"));
        const string Acts = """
            "acts":[{"at":"2014-01-01T11:12:00Z","alertId":"IQ-AN.simultaneous-assaults.1","act":"acknowledge","by":"ann","note":"seen"},
            {"at":"2014-01-01T13:00:00Z","alertId":"IQ-AN.simultaneous-assaults.9","act":"acknowledge"},
            {"at":"2014-01-01T12:00:00Z","alertId":"IQ-AN.simultaneous-assaults.1","act":"unacknowledge"}]
            """;
        var request = $"{Defaults},{Acts.ReplaceLineEndings("")}";
        var answer = await PostAsync(
            type == Facts.Ndjson ? $"{{{request}}}\n{string.Join('\n', lines)}" : $"{{{request},\"reports\":[{string.Join(',', lines)}]}}", type);

        Assert.Equal([1], answer["ignoredActs"]!.AsArray().Select(static index => index!.GetValue<int>()));
        Assert.Equal(
            [
                "IQ-AN.simultaneous-assaults.1 raised 1 2014-01-01T11:10:00Z 3 of 3",
                "IQ-AN.simultaneous-assaults.1 acknowledged 2 2014-01-01T11:12:00Z 3 of 3",
            ],
            Revisions(answer).Take(2));
        Assert.Contains("IQ-AN.simultaneous-assaults.1 unacknowledged 7 2014-01-01T12:00:00Z 4 of 5", Revisions(answer));
    }

    [Fact]
    public async Task The_same_request_is_answered_with_the_same_bytes()
    {
        var body = $"{{{Defaults}}}\n" + string.Join(
            '\n',
            Assaults(500).Select((r, i) => i % 50 == 0 ? "{" : r.Replace($"\"reportId\":\"r{i}\",", "", StringComparison.Ordinal)));

        var first = await BytesAsync(body);
        var second = await BytesAsync(body);

        Assert.True(first.AsSpan().SequenceEqual(second));
        Assert.Contains("\"alertId\":", Encoding.UTF8.GetString(first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_holds_what_is_asked_for()
    {
        var body = $"{{{Defaults},\"reports\":[{string.Join(',', Assaults(20))}]}}";

        var bare = await PostAsync(body, query: "?include=");
        var levels = await PostAsync(body, query: "?include=levels");

        Assert.NotEmpty(bare["alerts"]!.AsArray());
        Assert.False(bare.AsObject().ContainsKey("levels"));
        Assert.False(bare["alerts"]![0]!.AsObject().ContainsKey("revisions"));
        Assert.NotEmpty(levels["levels"]!.AsArray());
        Assert.False(levels["alerts"]![0]!.AsObject().ContainsKey("revisions"));
    }

    [Fact]
    public async Task Bad_lines_are_listed_by_their_number_and_harm_no_other()
    {
        var good = Assaults(3).ToList();
        var lines = new[]
        {
            $"{{{Defaults}}}",
            good[0],
            "",
            "{\"reportId\":",
            good[1].Replace("armed-assault", "armed-asault", StringComparison.Ordinal),
            good[1],
            new string('x', 70_000),
            good[0].Replace("Town 0", "Hit", StringComparison.Ordinal),
            good[2].Replace("}", ",\"receivedAt\":\"2013-12-31T00:00:00Z\"}", StringComparison.Ordinal),
        };

        var answer = await PostAsync(string.Join('\n', lines), Facts.Ndjson);

        Assert.Equal(
            ["2 4 malformed-json", "3 5 unknown-kind", "5 7 line-too-long", "6 8 revision-conflict", "7 9 in-the-future"],
            answer["rejected"]!.AsArray().Select(r => string.Create(
                CultureInfo.InvariantCulture, $"{r!["index"]!.GetValue<int>() + 1} {r["line"]} {r["error"]!["type"]}")));
        Assert.Equal((2, 5), (answer["reports"]!.GetValue<int>(), answer["rejectedTotal"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Reports_run_at_the_instant_they_were_received_however_old_they_are()
    {
        var old = Assaults(4).Select(r => r.Replace("2014-", "1914-", StringComparison.Ordinal)).ToList();
        var late = old.Select(r => r.Replace("}", ",\"receivedAt\":\"1914-03-01T00:00:00Z\"}", StringComparison.Ordinal));

        var inTime = await PostAsync($"{{{Defaults},\"reports\":[{string.Join(',', old)}]}}");
        var tooLate = await PostAsync($"{{{Defaults},\"reports\":[{string.Join(',', late)}]}}");

        Assert.Contains(inTime["alerts"]!.AsArray(), a => a!["threshold"]!["id"]!.GetValue<string>() == "simultaneous-assaults");
        Assert.Empty(tooLate["alerts"]!.AsArray());
        Assert.Equal(4, tooLate["reports"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_draft_runs_as_if_enabled()
    {
        var draft = "{\"id\":\"draft\",\"enabled\":false,\"scope\":{\"regions\":[\"IQ\"],\"depth\":\"leaf\"},\"measure\":\"inci"
            + "dents\",\"window\":\"PT1H\",\"atLeast\":1,\"severity\":\"notice\"}";

        var answer = await PostAsync($"{{\"thresholds\":[{draft}],\"reports\":[{Assaults(1).Single()}],\"to\":\"2014-01-01T01:30:00Z\"}}");

        Assert.Equal(
            ["IQ-AN.draft.1 raised 1 2014-01-01T00:00:00Z 1 of 1", "IQ-AN.draft.1 cleared 2 2014-01-01T01:15:00Z 1 of 1"],
            Revisions(answer));
    }

    [Theory]
    [InlineData("{}", "$.thresholds")]
    [InlineData("{\"thresholdIds\":[\"surge\"],\"thresholds\":[],\"reports\":[]}", "$.thresholdIds")]
    [InlineData("{\"thresholdIds\":[\"surge\"]}", "$.reports")]
    [InlineData("{\"thresholdIds\":[\"surge\"],\"reports\":[],\"regions\":[\"IQ\"]}", "$.regions")]
    [InlineData("{\"thresholdIds\":[\"surge\"],\"reports\":{}}", "$.reports")]
    [InlineData("{\"thresholdIds\":[\"surge\"],\"regions\":[\"IQ\",\"Anbar\"]}", "$.regions[1]")]
    [InlineData("{\"thresholdIds\":[\"surge\",\"surg\"],\"reports\":[]}", "$.thresholdIds[1]")]
    [InlineData("{\"thresholds\":[{\"id\":\"x\"}],\"reports\":[]}", "$.thresholds[0].scope")]
    [InlineData("{\"thresholdIds\":[\"surge\"],\"reports\":[],\"from\":\"yesterday\"}", "$.from")]
    [InlineData("{\"thresholdIds\":[\"surge\"],\"reports\":[],\"from\":\"2014-01-02T00:00:00Z\",\"to\":\"2014-01-01T00:00:00Z\"}", "$.to")]
    [InlineData("{\"thresholdIds\":[\"surge\"],\"reports\":[],\"until\":1}", "$.until")]
    [InlineData(
        "{\"thresholdIds\":[\"surge\"],\"regions\":[],\"acts\":[{\"at\":\"2014-01-01T11:12:00Z\",\"alertId\":\"IQ.surge.1\",\"act\":\"acknowledge\"}]}",
        "$.acts")]
    [InlineData(
        "{\"thresholdIds\":[\"surge\"],\"reports\":[],\"acts\":[{\"at\":\"2014-01-01T11:12:00Z\",\"alertId\":\"surge\",\"act\":\"acknowledge\"}]}",
        "$.acts[0].alertId")]
    public async Task A_request_that_cannot_be_meant_is_refused_naming_the_field(string body, string path)
    {
        var fault = await PostAsync(body, expected: HttpStatusCode.UnprocessableEntity);

        Assert.Equal(path, fault["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task Other_bad_requests_are_told_too()
    {
        Assert.Contains(
            "line 1, column 2", (await PostAsync("{x", expected: HttpStatusCode.BadRequest))["detail"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.Contains(
            "line 1, column 2", (await PostAsync("{x\n{}", Facts.Ndjson, HttpStatusCode.BadRequest))["detail"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.Equal(
            "include",
            (await PostAsync("{}", query: "?include=alerts", expected: HttpStatusCode.UnprocessableEntity))["path"]!.GetValue<string>());
        await PostAsync("", Facts.Ndjson, HttpStatusCode.UnprocessableEntity);
        await PostAsync($"{{{Defaults},\"regions\":[\"IQ\"]}}\n", Facts.Ndjson, HttpStatusCode.UnprocessableEntity);
        await PostAsync(new string(' ', 9 << 20), expected: HttpStatusCode.RequestEntityTooLarge);
        using var anonymous = new HttpClient();
        using var unknown =
            await anonymous.PostAsync(new Uri(_server.Url, Path), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Fact]
    public async Task The_api_description_tells_of_it()
    {
        var paths = (await _server.GetAsync("openapi/v1.json"))["paths"]!;

        var post = paths["/api/v1/backtests"]!["post"]!;
        Assert.True(post["requestBody"]!["content"]!.AsObject().ContainsKey(Facts.Ndjson));
        Assert.True(post["responses"]!.AsObject().ContainsKey("429"));
        Assert.NotNull(paths["/api/v1/thresholds/{id}/preview"]!["post"]);
    }

    private static IEnumerable<string> Assaults(int count)
    {
        var start = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"reportId\":\"r{i}\",\"source\":\"wire-a\",\"region\":\"IQ-AN\",\"town\":\"Town {i % 7}\",\"kind\":\"armed-assault\",\"occurredAt\":\"{start.AddMinutes(7 * i):yyyy-MM-dd'T'HH:mm:ss'Z'}\",\"killed\":{i % 4}}}");
        }
    }

    private static List<string> Revisions(JsonNode answer) =>
    [
        .. answer["alerts"]!.AsArray().SelectMany(static a => a!["revisions"]!.AsArray().Select(r =>
            $"{a["alertId"]} {r!["change"]} {r["revision"]} {r["at"]} {r["value"]} of {r["evidenceCount"]}")),
    ];

    private static IEnumerable<double> GradeFactors(JsonNode alert) =>
        alert["evidence"]!.AsArray().Select(static e => e!["gradeFactor"]!.GetValue<double>());

    private Task<JsonNode> PostAsync(string body, string type = "application/json", HttpStatusCode? expected = null, string query = "") =>
        _server.SendAsync(HttpMethod.Post, Path + query, body, type, expected);

    private async Task<byte[]> BytesAsync(string lines)
    {
        using var content = new StringContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue(Facts.Ndjson);
        using var response = await _server.Client.PostAsync(new Uri(_server.Url, Path), content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }
}
