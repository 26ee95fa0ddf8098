using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Inhibitions;

/// <summary>Inhibitions from outside: what is held back while another alert is open, and what is delivered after it.</summary>
public sealed class InhibitionTests : IAsyncLifetime
{
    private static readonly string s_secret = "whsec_" + Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8);

    private readonly int _port = TestPorts.Next();
    private ServerProcess _server = null!;
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(_port);
        _server = await ServerProcess.StartAsync();
        await ThresholdAsync("bombs", "vehicle-bomb");
        await ThresholdAsync("shots", "shooting");
        await ThresholdAsync("raids", "armed-assault");
        await SubscribeAsync(_server.Client, "desk");
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_is_held_back_is_delivered_as_it_stands_when_the_source_has_ended()
    {
        await InhibitAsync("storm", """{"source":{"thresholds":["bombs"]},"target":{"thresholds":["shots"]}}""");
        await ReportAsync("vehicle-bomb");
        await OutcomesAsync("bombs delivered");
        await ReportAsync("shooting");
        await ReportAsync("shooting", "SE-AB");
        await OutcomesAsync("bombs delivered", "shots inhibited", "shots delivered");
        var held = (await DeliveriesAsync())[1]!;
        Assert.Equal(("storm", "while IQ-AN.bombs.1 is open"), (Text(held, "by"), Text(held, "reason")));
        Assert.Equal("shots", ThresholdOf(Assert.Single(
            (await _server.GetAsync("api/v1/subscriptions/desk/deliveries?status=inhibited"))["items"]!.AsArray())!));

        await RetractAsync("vehicle-bomb");
        await OutcomesAsync("bombs delivered", "shots delivered", "shots delivered", "bombs delivered");
        var delivery = (await DeliveriesAsync())[1]!;
        Assert.Equal(
            ("storm", 1, "inhibition ended"), (Text(delivery, "by"), delivery["held"]!.GetValue<int>(), Text(delivery, "reason")));
        var sent = _receiver.Received.Select(static one => one.Json).Single(static one => one["held"]!.GetValue<int>() > 0);
        Assert.Equal(
            ("alert.raised", "IQ-AN.shots.1", "inhibition ended"),
            (Text(sent, "type"), Text(sent["data"]!, "alertId"), Text(sent, "reason")));
    }

    [Fact]
    public async Task A_source_that_ends_while_the_process_is_down_has_ended_when_it_is_back()
    {
        // Long enough for both to be raised within it on a busy machine.
        await ThresholdAsync("bombs", "vehicle-bomb", window: "PT25S");
        await InhibitAsync("storm", """{"source":{"thresholds":["bombs"]},"target":{"thresholds":["shots"]}}""");
        var end = TimeProvider.System.GetUtcNow().AddSeconds(25);
        await ReportAsync("vehicle-bomb");
        await OutcomesAsync("bombs delivered");
        await ReportAsync("shooting");
        await OutcomesAsync("bombs delivered", "shots inhibited");
        await _server.KillAsync();
        await Wait.UntilAsync(end);
        await _server.RestartAsync();
        await OutcomesAsync("bombs delivered", "shots delivered", "bombs delivered");
        Assert.Equal("inhibition ended", Text((await DeliveriesAsync())[1]!, "reason"));
        Assert.Single(_receiver.Received, static one => one.Json["data"]!["alertId"]!.GetValue<string>() == "IQ-AN.shots.1");
    }

    [Fact]
    public async Task What_is_held_back_stays_so_over_a_kill_and_is_delivered_when_the_inhibition_is_deleted()
    {
        await InhibitAsync("storm", """{"source":{"thresholds":["bombs"]},"target":{"thresholds":["shots"]}}""");
        await ReportAsync("vehicle-bomb");
        await OutcomesAsync("bombs delivered");
        await ReportAsync("shooting");
        await OutcomesAsync("bombs delivered", "shots inhibited");
        await _server.KillAsync();
        await _server.RestartAsync();
        await ReportAsync("armed-assault");
        await OutcomesAsync("bombs delivered", "shots inhibited", "raids delivered");

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(HttpMethod.Delete, "api/v1/inhibitions/storm"));
        await OutcomesAsync("bombs delivered", "shots delivered", "raids delivered");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Get, "api/v1/inhibitions/storm"));
    }

    [Fact]
    public async Task What_is_held_back_holds_nothing_back_and_of_two_the_first_goes_out()
    {
        await InhibitAsync("first", """{"source":{"thresholds":["bombs"]},"target":{"thresholds":["shots"]}}""");
        await InhibitAsync("second", """{"source":{"thresholds":["shots"]},"target":{"thresholds":["raids","bombs"]}}""");
        await ReportAsync("vehicle-bomb");
        await OutcomesAsync("bombs delivered");
        await ReportAsync("shooting");
        await OutcomesAsync("bombs delivered", "shots inhibited");
        await ReportAsync("armed-assault");
        await OutcomesAsync("bombs delivered", "shots inhibited", "raids delivered");

        // Nothing stands over the shots any more, and they stand over the raids from now on: whose end is held back.
        await RetractAsync("vehicle-bomb");
        await OutcomesAsync("bombs delivered", "shots delivered", "raids delivered", "bombs inhibited");
        await RetractAsync("armed-assault");
        await OutcomesAsync("bombs delivered", "shots delivered", "raids delivered", "bombs inhibited", "raids inhibited");
        await RetractAsync("shooting");
        await OutcomesAsync(
            "bombs delivered", "shots delivered", "raids delivered", "bombs delivered", "raids delivered", "shots delivered");
    }

    [Fact]
    public async Task Below_the_region_of_the_source_who_may_not_see_that_is_not_told_its_name()
    {
        await ThresholdAsync("bombs", "vehicle-bomb", depth: "root");
        const string role = """{"name":"anbar","roles":["desk"],"regions":["IQ-AN"]}""";
        var key = Text(await _server.SendAsync(HttpMethod.Post, "api/v1/keys", role, expected: HttpStatusCode.Created), "key");
        using var anbar = new HttpClient { BaseAddress = _server.Url };
        anbar.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await SubscribeAsync(anbar, "anbar", """ "regions":["IQ-AN"], """);
        await InhibitAsync("storm", """{"source":{"thresholds":["bombs"]},"target":{},"where":"below","regions":["IQ"]}""");
        await ReportAsync("vehicle-bomb", "IQ-BG");
        await OutcomesAsync("bombs delivered");
        await ReportAsync("shooting");
        await ReportAsync("shooting", "SE-AB");
        await OutcomesAsync("bombs delivered", "shots inhibited", "shots delivered");
        Assert.Equal("while IQ.bombs.1 is open", Text((await DeliveriesAsync())[1]!, "reason"));

        JsonNode? seen = null;
        await Wait.UntilAsync(
            async () =>
            {
                var page = JsonNode.Parse(await anbar.GetStringAsync(new Uri("api/v1/subscriptions/anbar/deliveries", UriKind.Relative)));
                return (seen = page!["items"]!.AsArray().SingleOrDefault()) is not null;
            },
            "what is held back");
        Assert.Equal(("inhibited", "storm", null), (Text(seen!, "outcome"), Text(seen!, "by"), seen!["reason"]));
    }

    [Fact]
    public async Task An_inhibition_survives_a_kill_and_is_changed_under_conditions()
    {
        const string body = """{"source":{"minSeverity":"critical"},"target":{"thresholds":["shots"]},"where":"below","comment":"why"}""";
        await InhibitAsync("storm", body);
        await _server.KillAsync();
        await _server.RestartAsync();

        var shown = await _server.GetAsync("api/v1/inhibitions/storm");
        Assert.Equal(
            ("critical", "severe", "below", "why", 1),
            (Text(shown["source"]!, "minSeverity"), Text(shown["target"]!, "maxSeverity"), Text(shown, "where"), Text(shown, "comment"),
                shown["version"]!.GetValue<int>()));
        Assert.Equal(
            (HttpStatusCode.PreconditionFailed, HttpStatusCode.OK),
            (await PutAsync(shown, "\"2\""), await PutAsync(shown, "\"1\"")));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(HttpMethod.Get, "api/v1/inhibitions/storm", "\"2\""));
        var versions = (await _server.GetAsync("api/v1/inhibitions/storm/versions"))["items"]!.AsArray();
        Assert.Equal([1, 2], versions.Select(static version => version!["version"]!.GetValue<int>()));
        Assert.True(JsonNode.DeepEquals(versions[0]!["definition"], versions[1]!["definition"]), versions.ToJsonString());
        Assert.Equal("storm", Text(Assert.Single((await _server.GetAsync("api/v1/inhibitions"))["items"]!.AsArray())!, "id"));
    }

    [Fact]
    public async Task What_is_no_inhibition_is_refused_with_its_place()
    {
        foreach (var (body, path) in new[]
        {
            ("""{"target":{}}""", "$.source"),
            ("""{"source":{}}""", "$.target"),
            ("""{"source":{},"target":{},"where":"above"}""", "$.where"),
            ("""{"source":{"minSeverity":"grave"},"target":{}}""", "$.source.minSeverity"),
            ("""{"source":{"maxSeverity":"severe"},"target":{}}""", "$.source.maxSeverity"),
            ("""{"source":{"thresholds":["bomb"]},"target":{}}""", "$.source.thresholds[0]"),
            ("""{"source":{},"target":{"thresholds":["shots","bomb"]}}""", "$.target.thresholds[1]"),
            ("""{"source":{},"target":{},"regions":["IQ-XX"]}""", "$.regions[0]"),
            ("""{"source":{},"target":{},"id":"other"}""", "$.id"),
        })
        {
            var problem = await _server.SendAsync(
                HttpMethod.Put, "api/v1/inhibitions/storm", body, expected: HttpStatusCode.UnprocessableEntity);
            Assert.Equal((body, path), (body, Text(problem, "path")));
        }
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static string ThresholdOf(JsonNode delivery) => Text(delivery, "alertId").Split('.')[1];

    private Task ThresholdAsync(string id, string kind, string window = "PT1H", string depth = "leaf") => _server.SendAsync(
        HttpMethod.Put, $"api/v1/thresholds/{id}",
        $$"""
        {"scope":{"regions":["IQ"{{(depth == "leaf" ? ",\"SE\"" : "")}}],"depth":"{{depth}}"},"match":{"kinds":["{{kind}}"]},
         "measure":"killed","window":"{{window}}","atLeast":1,"clearAfter":"PT0S","severity":"severe"}
        """);

    private Task InhibitAsync(string id, string body) =>
        _server.SendAsync(HttpMethod.Put, $"api/v1/inhibitions/{id}", body, expected: HttpStatusCode.Created);

    private async Task SubscribeAsync(HttpClient client, string id, string members = "")
    {
        var body = $$"""{{{members}}"channel":{"url":"http://127.0.0.1:{{_port}}/{{id}}","secret":"{{s_secret}}"} }""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PutAsync(new Uri(_server.Url, $"api/v1/subscriptions/{id}"), content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private Task ReportAsync(string kind, string region = "IQ-AN") => _server.SendAsync(
        HttpMethod.Post, "api/v1/reports",
        new JsonObject
        {
            ["reportId"] = $"{kind}-{region}",
            ["source"] = "wire",
            ["region"] = region,
            ["kind"] = kind,
            ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["killed"] = 3,
        }.ToJsonString());

    private Task RetractAsync(string kind) => _server.SendAsync(
        HttpMethod.Post, "api/v1/reports",
        $$"""{"reportId":"{{kind}}-IQ-AN","source":"wire","region":"IQ-AN","revision":2,"retracted":true}""");

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string? noneMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Url, path));
        if (noneMatch is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(noneMatch);
        }

        using var response = await _server.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> PutAsync(JsonNode body, string match)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_server.Url, "api/v1/inhibitions/storm"));
        request.Headers.IfMatch.ParseAdd(match);
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _server.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<JsonArray> DeliveriesAsync() =>
        (await _server.GetAsync("api/v1/subscriptions/desk/deliveries"))["items"]!.AsArray();

    private Task OutcomesAsync(params string[] expected) => Wait.UntilAsync(
        async () => (await DeliveriesAsync()).Select(static one => $"{ThresholdOf(one!)} {Text(one!, "outcome")}").SequenceEqual(expected),
        $"deliveries that are {string.Join(", ", expected)}");
}
