using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Silences;

/// <summary>Silences from outside: what is held back, and what is delivered when they end.</summary>
public sealed class SilenceTests : IAsyncLifetime
{
    private static readonly string s_secret = "whsec_" + Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8);

    private readonly int _port = TestPorts.Next();
    private ServerProcess _server = null!;
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(_port);
        _server = await ServerProcess.StartAsync();
        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H", "PT1H"));
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/subscriptions/desk",
            $$"""{"channel":{"url":"http://127.0.0.1:{{_port}}/hook","secret":"{{s_secret}}"} }""", expected: HttpStatusCode.Created);
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_a_deleted_silence_held_back_is_delivered_as_it_stands_and_stays_listed()
    {
        var made = await PostAsync($$"""{"comment":"exercise","regions":["IQ"],"maxSeverity":"critical","endsAt":"{{In(1)}}"}""");
        Assert.Equal(("active", "exercise"), (Text(made, "status"), Text(made, "comment")));
        var id = Text(made, "id");
        await RaiseAsync();
        await OutcomesAsync("silenced");
        var delivery = (await DeliveriesAsync())[0]!;
        Assert.Equal(id, Text(delivery, "by"));
        Assert.Empty(_receiver.Received);

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(HttpMethod.Delete, $"api/v1/silences/{id}"));
        await OutcomesAsync("delivered");
        delivery = (await DeliveriesAsync())[0]!;
        Assert.Equal(
            (1, "silence ended", 1L),
            (delivery["held"]!.GetValue<int>(), Text(delivery, "reason"), delivery["sequence"]!.GetValue<long>()));
        Assert.Single(delivery["tries"]!.AsArray());
        var sent = _receiver.Received.Single().Json;
        Assert.Equal(
            ("alert.raised", 1, "silence ended", 1L),
            (Text(sent, "type"), sent["held"]!.GetValue<int>(), Text(sent, "reason"), sent["sequence"]!.GetValue<long>()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Get, $"api/v1/silences/{id}"));
        var held = (await _server.GetAsync($"api/v1/silences/{id}/held"))["items"]!.AsArray();
        Assert.Equal(
            ["desk delivered raised IQ-AN"],
            held.Select(static one => string.Join(
                ' ', new[] { "subscription", "outcome", "change", "region" }.Select(member => Text(one!, member)))));
    }

    [Fact]
    public async Task A_silence_that_ends_while_the_process_is_down_has_ended_when_it_is_back()
    {
        // Long enough to raise within it on a busy machine.
        await PostAsync($$"""{"comment":"exercise","maxSeverity":"critical","endsAt":"{{InSeconds(20)}}"}""");
        await RaiseAsync();
        await OutcomesAsync("silenced");
        await _server.KillAsync();
        await _server.RestartAsync();
        await OutcomesAsync("delivered");
        Assert.Equal("silence ended", Text((await DeliveriesAsync())[0]!, "reason"));
        Assert.Equal("ended", Text((await _server.GetAsync("api/v1/silences"))["items"]![0]!, "status"));
    }

    [Fact]
    public async Task What_a_silence_does_not_cover_is_delivered_at_once()
    {
        await PostAsync($$"""{"comment":"elsewhere","regions":["IQ-BG"],"maxSeverity":"critical","endsAt":"{{In(1)}}"}""");
        await PostAsync($$"""{"comment":"others","thresholds":["surge"],"maxSeverity":"critical","endsAt":"{{In(1)}}"}""");
        await PostAsync($$"""{"comment":"less grave","maxSeverity":"notice","endsAt":"{{In(1)}}"}""");
        await PostAsync($$"""{"comment":"later","maxSeverity":"critical","startsAt":"{{In(1)}}","endsAt":"{{In(2)}}"}""");
        await RaiseAsync();
        await OutcomesAsync("delivered");
        Assert.Equal(0, (await DeliveriesAsync())[0]!["held"]!.GetValue<int>());
        var silences = (await _server.GetAsync("api/v1/silences?status=pending"))["items"]!.AsArray();
        Assert.Equal("later", Text(Assert.Single(silences)!, "comment"));
    }

    [Fact]
    public async Task A_silence_survives_a_kill_and_is_changed_under_conditions()
    {
        const string body =
            """{"comment":"night","schedule":{"rrule":"FREQ=DAILY","duration":"P1D","timeZone":"Asia/Baghdad"}}""";
        var made = await _server.SendAsync(HttpMethod.Put, "api/v1/silences/night", body, expected: HttpStatusCode.Created);
        Assert.Null(made["endsAt"]);
        await _server.KillAsync();
        await _server.RestartAsync();

        var shown = await _server.GetAsync("api/v1/silences/night");
        await _server.SendAsync(HttpMethod.Put, "api/v1/silences/night", shown.ToJsonString(), expected: HttpStatusCode.OK);
        var versions = (await _server.GetAsync("api/v1/silences/night/versions"))["items"]!.AsArray();
        Assert.Equal([1, 2], versions.Select(static version => version!["version"]!.GetValue<int>()));
        Assert.True(JsonNode.DeepEquals(versions[0]!["definition"], versions[1]!["definition"]), versions.ToJsonString());
    }

    [Fact]
    public async Task What_is_no_silence_is_refused_with_its_place()
    {
        foreach (var (body, path) in new[]
        {
            ("""{"endsAt":"@later"}""", "$.comment"),
            ("""{"comment":" ","endsAt":"@later"}""", "$.comment"),
            ("""{"comment":"x"}""", "$.endsAt"),
            ("""{"comment":"x","endsAt":"2020-01-01T00:00:00Z"}""", "$.endsAt"),
            ("""{"comment":"x","endsAt":"@later","regions":["IQ-XX"]}""", "$.regions[0]"),
            ("""{"comment":"x","endsAt":"@later","thresholds":["two-town"]}""", "$.thresholds[0]"),
            ("""{"comment":"x","schedule":{"rrule":"FREQ=DAILY","duration":"PT1H","timeZone":"Mars"}}""", "$.schedule.timeZone"),
            ("""{"comment":"x","schedule":{"rrule":"DAILY","duration":"PT1H","timeZone":"UTC"}}""", "$.schedule.rrule"),
            ("""{"comment":"x","endsAt":"@later","schedule":{"rrule":"FREQ=DAILY","duration":"PT1H","timeZone":"UTC"}}""", "$.endsAt"),
            ("""{"comment":"x","endsAt":"@later","until":1}""", "$.until"),
        })
        {
            var problem = await _server.SendAsync(
                HttpMethod.Post, "api/v1/silences", body.Replace("@later", In(1), StringComparison.Ordinal),
                expected: HttpStatusCode.UnprocessableEntity);
            Assert.Equal((body, path), (body, Text(problem, "path")));
        }
    }

    [Fact]
    public async Task A_desk_silences_for_a_day_and_leaves_longer_ones_alone()
    {
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/silences/long", $$"""{"comment":"x","endsAt":"{{In(48)}}"}""", expected: HttpStatusCode.Created);
        const string role = """{"name":"desk","roles":["desk"],"regions":["IQ"]}""";
        var key = Text(await _server.SendAsync(HttpMethod.Post, "api/v1/keys", role, expected: HttpStatusCode.Created), "key");
        using var desk = new HttpClient { BaseAddress = _server.Url };
        desk.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        Assert.Equal(
            (HttpStatusCode.Forbidden, "$.endsAt"), await AskAsync(desk, "POST", "", $$"""{"comment":"x","endsAt":"{{In(25)}}"}"""));
        Assert.Equal(
            (HttpStatusCode.Forbidden, "$.schedule"),
            await AskAsync(desk, "POST", "", """{"comment":"x","schedule":{"rrule":"FREQ=DAILY","duration":"PT1H","timeZone":"UTC"}}"""));
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(desk, "DELETE", "/long", null)).Status);
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(desk, "POST", "", $$"""{"comment":"x","endsAt":"{{In(23)}}"}""")).Status);

        // Regions that it does not name are its own.
        var mine = (await _server.GetAsync("api/v1/silences"))["items"]!.AsArray().Single(one => Text(one!, "createdBy") == "desk")!;
        Assert.Equal("IQ", mine["regions"]![0]!.GetValue<string>());
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static string In(int hours) => InSeconds(hours * 3_600);

    private static string InSeconds(int seconds) =>
        TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);

    private static async Task<(HttpStatusCode Status, string? Path)> AskAsync(HttpClient client, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/v1/silences" + path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text)!["path"]?.GetValue<string>());
    }

    private Task<JsonNode> PostAsync(string body) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/silences", body, expected: HttpStatusCode.Created);

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Url, path));
        using var response = await _server.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task RaiseAsync()
    {
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        foreach (var report in new[] { Facts.Report("1", "IQ-AN", "Ramadi", at), Facts.Report("2", "IQ-AN", "Fallujah", at) })
        {
            await _server.SendAsync(HttpMethod.Post, "api/v1/reports", report);
        }
    }

    private async Task<JsonArray> DeliveriesAsync() =>
        (await _server.GetAsync("api/v1/subscriptions/desk/deliveries"))["items"]!.AsArray();

    private Task OutcomesAsync(params string[] expected) => Wait.UntilAsync(
        async () => (await DeliveriesAsync()).Select(static one => Text(one!, "outcome")).SequenceEqual(expected),
        $"deliveries that are {string.Join(", ", expected)}");
}
