using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What desks do to alerts, over HTTP.</summary>
public sealed class AlertActTests : IAsyncLifetime
{
    private const string Threshold = "api/v1/thresholds/two";
    private const string Alert = "api/v1/alerts/IQ-AN.two.1";

    private readonly int _port = TestPorts.Next();
    private ServerProcess _server = null!;
    private WebhookReceiver _receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(_port);
        _server = await ServerProcess.StartAsync();
        await _server.SendAsync(HttpMethod.Put, Threshold, Facts.ShortThreshold("PT1H"));
        await RaiseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_act_is_answered_with_the_revision_that_everybody_reads()
    {
        JsonNode[] made =
        [
            await _server.SendAsync(HttpMethod.Post, Alert + "/acknowledge", """{"note":"seen"}"""),
            await _server.SendAsync(HttpMethod.Delete, Alert + "/acknowledge", ""),
            await _server.SendAsync(HttpMethod.Put, Alert + "/assignee", """{"to":"ann","note":"yours"}"""),
            await _server.SendAsync(HttpMethod.Post, Alert + "/comments", """{"text":"I called them"}"""),
            await _server.SendAsync(HttpMethod.Put, Alert + "/disposition", """{"value":"true-alarm"}"""),
        ];

        Assert.Equal(
            ["acknowledged", "unacknowledged", "assigned", "commented", "reviewed"],
            made.Select(static revision => revision["change"]!.GetValue<string>()));
        Assert.All(made, static revision => Assert.NotNull(revision["by"]));
        Assert.All(made, static revision => Assert.Equal(revision["updatedAt"]!.GetValue<string>(), revision["at"]!.GetValue<string>()));
        Assert.Null(made[1]["acknowledged"]);
        Assert.Equal("ann", made[2]["assignee"]!["to"]!.GetValue<string>());
        Assert.Equal("I called them", made[3]["comment"]!.GetValue<string>());
        Assert.Equal(("true-alarm", null), (made[4]["disposition"]!["value"]!.GetValue<string>(), made[4]["comment"]));
        var revisions = (await _server.GetAsync(Alert + "/revisions"))["items"]!.AsArray();
        Assert.Equal(
            made.Select(static revision => revision.ToJsonString()),
            revisions.TakeLast(made.Length).Select(static item => item!.ToJsonString()));
    }

    [Fact]
    public async Task What_was_read_before_somebody_else_acted_is_refused_with_what_is_there_now()
    {
        using var read = await GetAsync();
        var tag = read.Headers.ETag!.Tag;
        Assert.Equal("\"1\"", tag);
        using var first = await ActAsync("POST", "/comments", """{"text":"mine"}""", ("If-Match", tag));
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (first.StatusCode, first.Headers.ETag!.Tag));

        using var late = await ActAsync("POST", "/acknowledge", "", ("If-Match", tag));
        var problem = JsonNode.Parse(await late.Content.ReadAsStringAsync(Token))!;
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (late.StatusCode, problem["type"]!.GetValue<string>()));
        Assert.Equal(("mine", 2), (problem["alert"]!["comment"]!.GetValue<string>(), problem["alert"]!["revision"]!.GetValue<int>()));
        using var any = await ActAsync("POST", "/acknowledge", "", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
        using var unknown = await _server.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Url, "api/v1/alerts/IQ-AN.two.9/acknowledge")), Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task What_is_sent_again_under_its_key_is_done_once_also_after_a_crash()
    {
        (string, string)[] headers = [("Idempotency-Key", "5e1f"), ("If-Match", "\"1\"")];
        using var first = await ActAsync("POST", "/comments", """{"text":"once"}""", headers);
        await _server.SendAsync(HttpMethod.Post, Alert + "/comments", """{"text":"another"}""");
        await _server.KillAsync();
        await _server.RestartAsync();
        using var again = await ActAsync("POST", "/comments", """{"text":"once"}""", headers);
        Assert.Equal(await first.Content.ReadAsStringAsync(Token), await again.Content.ReadAsStringAsync(Token));

        using var other = await ActAsync("POST", "/comments", """{"text":"twice"}""", headers[0]);
        var problem = JsonNode.Parse(await other.Content.ReadAsStringAsync(Token))!;
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "Idempotency-Key"), (other.StatusCode, problem["path"]!.GetValue<string>()));
        using var empty = await ActAsync("POST", "/comments", """{"text":"x"}""", ("Idempotency-Key", new string('k', 256)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal(3, (await _server.GetAsync(Alert))["revision"]!.GetValue<int>());
    }

    [Fact]
    public async Task After_the_end_there_are_comments_and_reviews_and_nothing_else()
    {
        await _server.SendAsync(HttpMethod.Put, Threshold, Facts.ShortThreshold("PT1H")[..^1] + ""","enabled":false}""");
        await _server.Until(
            async () => (await _server.GetAsync(Alert))["status"]!.GetValue<string>() == "cleared", "the alert has ended");

        var commented = await _server.SendAsync(HttpMethod.Post, Alert + "/comments", """{"text":"a wedding"}""");
        var reviewed = await _server.SendAsync(HttpMethod.Put, Alert + "/disposition", """{"value":"false-alarm"}""");
        Assert.Equal(("cleared", "cleared"), (commented["status"]!.GetValue<string>(), reviewed["status"]!.GetValue<string>()));
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Post, "/acknowledge", ""), (HttpMethod.Delete, "/acknowledge", ""),
            (HttpMethod.Put, "/assignee", """{"to":"ann"}"""),
        })
        {
            var problem = await _server.SendAsync(method, Alert + path, body, expected: HttpStatusCode.Conflict);
            Assert.Equal(reviewed.ToJsonString(), problem["alert"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused()
    {
        foreach (var (method, path, body, type, at) in new[]
        {
            ("PUT", "/assignee", "{}", "missing-field", "$.to"),
            ("PUT", "/assignee", """{"to":""}""", "invalid-field", "$.to"),
            ("POST", "/comments", """{"text":"  "}""", "invalid-field", "$.text"),
            ("PUT", "/disposition", """{"value":"meh"}""", "invalid-field", "$.value"),
            ("PUT", "/disposition", "{}", "missing-field", "$.value"),
        })
        {
            var problem = await _server.SendAsync(new HttpMethod(method), Alert + path, body, expected: HttpStatusCode.UnprocessableEntity);
            Assert.Equal((body, type, at), (body, problem["type"]!.GetValue<string>(), problem["path"]!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task A_subscription_gets_what_desks_do_when_it_names_it()
    {
        const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        var channel = $$"""{"type":"webhook","url":"http://127.0.0.1:{{_port}}/","secret":"{{Secret}}"}""";
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/subscriptions/hq", $$"""{"changes":["commented","reviewed"],"channel":{{channel}}}""",
            expected: HttpStatusCode.Created);
        await _server.SendAsync(HttpMethod.Put, Alert + "/assignee", """{"to":"ann"}""");
        await _server.SendAsync(HttpMethod.Post, Alert + "/comments", """{"text":"hm"}""");
        await _server.SendAsync(HttpMethod.Put, Alert + "/disposition", """{"value":"unclear"}""");

        await _server.Until(() => Task.FromResult(_receiver.Received.Count == 2), "what it named has come");
        Assert.Equal(
            ["alert.commented", "alert.reviewed"], _receiver.Received.Select(static received => received.Json["type"]!.GetValue<string>()));
        Assert.Equal("hm", _receiver.Received[0].Json["data"]!["comment"]!.GetValue<string>());
    }

    private async Task RaiseAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await _server.SendAsync(
            HttpMethod.Post, "api/v1/reports", $"[{Facts.Report("1", "IQ-AN", "Hit", now)},{Facts.Report("2", "IQ-AN", "Rawa", now)}]");
        await _server.Until(
            async () => (await _server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray().Count == 1, "the alert is raised");
    }

    private Task<HttpResponseMessage> GetAsync() => _server.Client.GetAsync(new Uri(_server.Url, Alert), Token);

    private async Task<HttpResponseMessage> ActAsync(string method, string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_server.Url, Alert + path))
        {
            Content = body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _server.Client.SendAsync(request, Token);
    }
}
