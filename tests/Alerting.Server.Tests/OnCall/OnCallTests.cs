using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.OnCall;

/// <summary>Contacts, schedules and policies from outside, and who is on call.</summary>
public sealed class OnCallTests : IAsyncLifetime
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        foreach (var (id, name) in new[] { ("ann", "Ann"), ("bob", "Bob") })
        {
            await PutAsync($"contacts/{id}", Contact(name), HttpStatusCode.Created);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_contact_keeps_its_secrets_over_a_kill_and_shows_them_never()
    {
        await _server.KillAsync();
        await _server.RestartAsync();
        var shown = await _server.GetAsync("api/v1/contacts/ann");
        Assert.Equal(("Ann", 1), (Text(shown, "name"), shown["version"]!.GetValue<int>()));
        Assert.Equal("""[{"type":"webhook","url":"http://127.0.0.1:9/ann","format":"native"}]""", shown["channels"]!.ToJsonString());
        await PutAsync("contacts/ann", shown.ToJsonString());
        Assert.Equal(
            (HttpStatusCode.PreconditionFailed, HttpStatusCode.OK),
            (await StatusAsync(HttpMethod.Put, "contacts/ann", shown.ToJsonString(), match: "\"1\""),
                await StatusAsync(HttpMethod.Put, "contacts/ann", shown.ToJsonString(), match: "\"2\"")));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(HttpMethod.Get, "contacts/ann", noneMatch: "\"3\""));

        var other = shown.ToJsonString().Replace("\"ann\"", "\"new\"", StringComparison.Ordinal);
        var refused = await PutAsync("contacts/new", other, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("missing-field", "$.channels[0].secret"), (Text(refused, "type"), Text(refused, "path")));
        var versions = await _server.GetAsync("api/v1/contacts/ann/versions");
        Assert.Equal([1, 2, 3], versions["items"]!.AsArray().Select(static version => version!["version"]!.GetValue<int>()));
        Assert.DoesNotContain(
            "whsec", versions.ToJsonString() + (await _server.GetAsync("api/v1/audit")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_on_call_is_told_with_where_it_comes_from_and_who_is_next()
    {
        await PutAsync("schedules/night", """
            {"timeZone":"Europe/Berlin",
             "layers":[
               {"contacts":["ann","bob"],"startsAt":"2014-03-03T08:00:00Z","shift":"P1W"},
               {"contacts":["bob"],"startsAt":"2014-03-03T08:00:00Z","shift":"P1W","between":"22:00-24:00"}],
             "overrides":[{"contact":"ann","from":"2014-03-29T22:30:00Z","to":"2014-03-29T23:00:00Z"}]}
            """, HttpStatusCode.Created);

        // The clocks change in the night of the 30th; the turn ends at the same local time.
        var onCall = await _server.GetAsync("api/v1/schedules/night/on-call?at=2014-03-30T12:00:00%2B02:00");
        Assert.Equal(
            """{"contact":"bob","name":"Bob","layer":0,"override":null,"since":"2014-03-29T23:00:00Z","until":"2014-03-30T20:00:00Z"}""",
            onCall["now"]!.ToJsonString());
        Assert.Equal(("bob", 1, "2014-03-30T20:00:00Z"),
            (Text(onCall["next"]!, "contact"), onCall["next"]!["layer"]!.GetValue<int>(), Text(onCall["next"]!, "since")));
        onCall = await _server.GetAsync("api/v1/schedules/night/on-call?at=2014-03-29T22:45:00Z");
        Assert.Equal(
            """{"contact":"ann","name":"Ann","layer":null,"override":0,"since":"2014-03-29T22:30:00Z","until":"2014-03-29T23:00:00Z"}""",
            onCall["now"]!.ToJsonString());
        onCall = await _server.GetAsync("api/v1/schedules/night/on-call?at=2014-03-01T00:00:00Z");
        Assert.Equal((null, "2014-03-03T08:00:00Z"), (onCall["now"], Text(onCall["next"]!, "since")));
        Assert.NotNull((await _server.GetAsync("api/v1/schedules/night/on-call"))["now"]);
        foreach (var query in new[] { "on-call?at=today", "on-call?at=9999-01-01T00:00:00Z", "on-call?at=2014-03-01T00:00:00" })
        {
            Assert.Equal("at", Text(await ProblemAsync($"schedules/night/{query}", HttpStatusCode.UnprocessableEntity), "path"));
        }

        await ProblemAsync("schedules/none/on-call", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_on_call_is_told_when_a_schedule_is_saved_and_read()
    {
        var begin = TimeProvider.System.GetUtcNow().AddDays(2);
        var body = Schedule("ann", begin);
        var saved = await PutAsync("schedules/later", body, HttpStatusCode.Created);
        var gap = Assert.Single(saved["gaps"]!.AsArray())!;
        Assert.Equal(begin, DateTimeOffset.Parse(Text(gap, "to"), CultureInfo.InvariantCulture));
        Assert.Single((await _server.GetAsync("api/v1/schedules/later"))["gaps"]!.AsArray());
        Assert.Single((await _server.GetAsync("api/v1/schedules"))["items"]!.AsArray().Single()!["gaps"]!.AsArray());

        // What is shown can be put.
        Assert.Equal(2, (await PutAsync("schedules/later", saved.ToJsonString()))["version"]!.GetValue<int>());
        var always = await PutAsync("schedules/later", Schedule("ann", begin.AddDays(-9)));
        Assert.Empty(always["gaps"]!.AsArray());
        var mornings = await PutAsync("schedules/later", Schedule("ann", begin.AddDays(-9), """ "between":"06:00-12:00", """));
        Assert.InRange(mornings["gaps"]!.AsArray().Count, 28, 29);
    }

    [Fact]
    public async Task What_is_named_cannot_be_deleted_and_what_is_not_there_cannot_be_named()
    {
        await PutAsync("schedules/night", Schedule("bob", TimeProvider.System.GetUtcNow()), HttpStatusCode.Created);
        await PutAsync(
            "policies/hq", """{"steps":[{"after":"PT0S","notify":["schedule:night","contact:ann"]}]}""", HttpStatusCode.Created);
        foreach (var (path, by) in new[]
        {
            ("contacts/ann", "policy 'hq'"), ("contacts/bob", "schedule 'night'"), ("schedules/night", "policy 'hq'"),
        })
        {
            var problem = await SendAsync(HttpMethod.Delete, path, "", HttpStatusCode.Conflict);
            Assert.Equal("conflict", Text(problem, "type"));
            Assert.Contains(by, Text(problem, "detail"), StringComparison.Ordinal);
        }

        foreach (var path in new[] { "policies/hq", "schedules/night", "contacts/ann", "contacts/bob" })
        {
            Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(HttpMethod.Delete, path));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Delete, path));
            await ProblemAsync(path, HttpStatusCode.NotFound);
            Assert.Null((await _server.GetAsync($"api/v1/{path}/versions"))["items"]!.AsArray()[^1]!["definition"]);
        }

        var refused = await PutAsync(
            "schedules/night", Schedule("bob", TimeProvider.System.GetUtcNow()), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("$.layers[0].contacts[0]", Text(refused, "path"));
    }

    [Fact]
    public async Task Who_names_it_is_told_as_far_as_the_caller_may_see_it()
    {
        await PutAsync("contacts/anbar", Contact("Anbar", "IQ-AN"), HttpStatusCode.Created);
        await PutAsync("schedules/hidden", Schedule("anbar", TimeProvider.System.GetUtcNow(), regions: "SE"), HttpStatusCode.Created);
        var key = await _server.SendAsync(
            HttpMethod.Post, "api/v1/keys", """{"name":"anbar","roles":["operator"],"regions":["IQ-AN"]}""",
            expected: HttpStatusCode.Created);
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(_server.Url, "api/v1/contacts/anbar"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(key, "key"));
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        var detail = Text(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, "detail");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("named by 1 more", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", detail, StringComparison.Ordinal);

        // Where the contact may not be seen, its name is not told.
        await PutAsync("contacts/ann", Contact("Ann", "SE"));
        await PutAsync("schedules/wide", Schedule("ann", TimeProvider.System.GetUtcNow().AddDays(-1)), HttpStatusCode.Created);
        http.DefaultRequestHeaders.Authorization = request.Headers.Authorization;
        var now = JsonNode.Parse(await http.GetStringAsync(new Uri(_server.Url, "api/v1/schedules/wide/on-call")))!["now"]!;
        Assert.Equal(("ann", null), (Text(now, "contact"), now["name"]));
        Assert.DoesNotContain(
            "Ann", await http.GetStringAsync(new Uri(_server.Url, "api/v1/schedules/wide.ics")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shifts_are_a_calendar_in_which_one_that_is_read_again_is_the_same_event()
    {
        await PutAsync("schedules/night", """
            {"timeZone":"Europe/Berlin","layers":[{"contacts":["ann","bob"],"startsAt":"2014-03-03T08:00:00Z","shift":"P1W"}]}
            """, HttpStatusCode.Created);
        using var response = await _server.Client.GetAsync(
            new Uri(_server.Url, "api/v1/schedules/night.ics?from=2014-03-25T00:00:00Z&to=2014-04-08T00:00:00Z"));
        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var calendar = await response.Content.ReadAsStringAsync();
        Assert.Equal(["SUMMARY:Bob", "SUMMARY:Ann", "SUMMARY:Bob"], Lines(calendar, "SUMMARY"));
        Assert.Equal(["DTSTART:20140324T080000Z", "DTSTART:20140331T070000Z", "DTSTART:20140407T070000Z"], Lines(calendar, "DTSTART"));
        var later = await TextAsync("api/v1/schedules/night.ics?from=2014-04-01T00:00:00Z&to=2014-04-02T00:00:00Z");
        Assert.Equal(Lines(calendar, "UID")[1], Assert.Single(Lines(later, "UID")));

        using var again = new HttpRequestMessage(HttpMethod.Get, response.RequestMessage!.RequestUri);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var same = await _server.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.InRange(Lines(await TextAsync("api/v1/schedules/night.ics"), "UID").Count, 9, 10);
        foreach (var end in new[] { "2014-01-01", "2015-02-01" })
        {
            var query = $"from=2014-01-01T00:00:00Z&to={end}T00:00:00Z";
            Assert.Equal("to", Text(await ProblemAsync($"schedules/night.ics?{query}", HttpStatusCode.UnprocessableEntity), "path"));
        }

        Assert.Single(Lines(await TextAsync("api/v1/schedules/night.ics?from=2014-04-01T00:00:00Z&to=2014-04-02T00:00:00Z"), "UID"));
        await ProblemAsync("schedules/none.ics", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_no_contact_schedule_or_policy_is_refused_with_its_place()
    {
        const string layer = "\"startsAt\":\"2026-01-01T00:00:00Z\",\"shift\":\"P1W\"";
        const string backwards = """{"contact":"ann","from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}""";
        foreach (var (address, body, path) in new[]
        {
            ("contacts/x", """{"channels":[]}""", "$.name"),
            ("contacts/x", """{"name":"x","channels":[]}""", "$.channels"),
            ("contacts/x", """{"name":"x","channels":[{"type":"telegram","token":"1:a"}]}""", "$.channels[0].chatId"),
            ("contacts/x", """{"name":"x","channels":[{"type":"email","to":["a@example.org"],"token":"1:a"}]}""", "$.channels[0].token"),
            ("contacts/x", $$"""{"name":"x","channels":[{"url":"http://10.0.0.1/","secret":"{{Secret}}"}]}""", "$.channels[0].url"),
            ("contacts/x", $$"""{"name":"x","channels":[{"secret":"{{Secret}}"}]}""", "$.channels[0].url"),
            ("contacts/x", Contact("x", "IQ-XX"), "$.regions[0]"),
            ("schedules/x", """{"timeZone":"Europe/Berlin"}""", "$.layers"),
            ("schedules/x", """{"timeZone":"Europe/Berlin","layers":[]}""", "$.layers"),
            ("schedules/x", $$"""{"timeZone":"Mars/Base","layers":[{"contacts":["ann"],{{layer}}}]}""", "$.timeZone"),
            ("schedules/x", $$"""{"timeZone":"UTC","layers":[{"contacts":[],{{layer}}}]}""", "$.layers[0].contacts"),
            ("schedules/x", $$"""{"timeZone":"UTC","layers":[{"contacts":["ann","eve"],{{layer}}}]}""", "$.layers[0].contacts[1]"),
            ("schedules/x", $$"""{"timeZone":"UTC","layers":[{"contacts":["ann"],{{layer}},"between":"8-20"}]}""", "$.layers[0].between"),
            ("schedules/x", $$"""{"timeZone":"UTC","layers":[{"contacts":["ann"],{{layer.Replace("P1W", "PT1M")}}}]}""",
                "$.layers[0].shift"),
            ("schedules/x", $$"""{"timeZone":"UTC","layers":[{"contacts":["ann"],{{layer}}}],"overrides":[{{backwards}}]}""",
                "$.overrides[0].to"),
            ("policies/x", """{"steps":[]}""", "$.steps"),
            ("policies/x", """{"steps":[{"after":"PT0S","notify":[]}]}""", "$.steps[0].notify"),
            ("policies/x", """{"steps":[{"after":"P8D","notify":["contact:ann"]}]}""", "$.steps[0].after"),
            ("policies/x", """{"steps":[{"after":"PT0S","notify":["contact:ann","ann"]}]}""", "$.steps[0].notify[1]"),
            ("policies/x", """{"steps":[{"after":"PT0S","notify":["contact:eve"]}]}""", "$.steps[0].notify[0]"),
            ("policies/x", """{"steps":[{"after":"PT0S","notify":["schedule:eve"]}]}""", "$.steps[0].notify[0]"),
            ("policies/x", """{"steps":[{"after":"PT0S","notify":["subscription:eve"]}]}""", "$.steps[0].notify[0]"),
            ("policies/x", """{"steps":[{"after":"PT1S","notify":["contact:ann"]}],"repeat":1}""", "$.repeat"),
            ("policies/x", """{"steps":[{"after":"PT1M","notify":["contact:ann"]}],"repeat":101}""", "$.repeat"),
            ("policies/x", """{"steps":[{"after":"PT1M","notify":["contact:ann"]}],"thresholds":["none"]}""", "$.thresholds[0]"),
        })
        {
            Assert.Equal((body, path), (body, Text(await PutAsync(address, body, HttpStatusCode.UnprocessableEntity), "path")));
        }
    }

    private static string Contact(string name, string regions = "*") => $$"""
        {"name":"{{name}}","regions":["{{regions}}"],
         "channels":[{"url":"http://127.0.0.1:9/{{name.ToLowerInvariant()}}","secret":"{{Secret}}"}]}
        """;

    private static string Schedule(string contact, DateTimeOffset begin, string members = "", string regions = "*") => $$"""
        {"timeZone":"Asia/Baghdad","regions":["{{regions}}"],
         "layers":[{"contacts":["{{contact}}"],{{members}}"startsAt":"{{begin:O}}","shift":"P1W"}]}
        """;

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static List<string> Lines(string calendar, string name) =>
        [.. calendar.Split("\r\n").Where(line => line.StartsWith(name + ":", StringComparison.Ordinal))];

    private Task<JsonNode> PutAsync(string path, string body, HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(HttpMethod.Put, path, body, expected);

    private Task<JsonNode> SendAsync(HttpMethod method, string path, string body, HttpStatusCode expected) =>
        _server.SendAsync(method, $"api/v1/{path}", body, expected: expected);

    private async Task<JsonNode> ProblemAsync(string path, HttpStatusCode expected)
    {
        using var response = await _server.Client.GetAsync(new Uri(_server.Url, $"api/v1/{path}"));
        Assert.Equal((path, expected), (path, response.StatusCode));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private Task<string> TextAsync(string path) => _server.Client.GetStringAsync(new Uri(_server.Url, path));

    private async Task<HttpStatusCode> StatusAsync(
        HttpMethod method, string path, string? body = null, string? match = null, string? noneMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Url, $"api/v1/{path}"));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (match is not null)
        {
            request.Headers.IfMatch.ParseAdd(match);
        }

        if (noneMatch is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(noneMatch);
        }

        using var response = await _server.Client.SendAsync(request);
        return response.StatusCode;
    }
}
