using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Incidents;

/// <summary>Incidents that are joined and parted by hand, from outside.</summary>
public sealed class SettleTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow().AddMinutes(-10);

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Joined_incidents_are_one_and_the_alert_is_cancelled_at_once_and_backtests_follow()
    {
        await TellAsync(Facts.Report("1", "IQ-AN", "Ramadi", s_at, killed: 5), Facts.Report("2", "IQ-AN", "Ramadi", s_at, killed: 7));
        await AlertAsync("IQ-AN.mass-casualty.1", "open");

        var (status, incident) = await PostAsync("incidents/wire-a%3A1/join", """{"with":"wire-a:2","reason":"one wire"}""");
        Assert.Equal((HttpStatusCode.OK, 2), (status, incident["reportsCount"]!.GetValue<int>()));
        Assert.Equal("joined", incident["settled"]![0]!["verdict"]!.GetValue<string>());
        const string joined = "of 'wire-a:2', which was joined to this incident by hand by ";
        Assert.Contains(
            incident["reports"]!.AsArray(),
            static r => r!["joined"]!.GetValue<string>().StartsWith(joined, StringComparison.Ordinal));
        var cancelled = await AlertAsync("IQ-AN.mass-casualty.1", "cancelled");
        Assert.EndsWith(": one wire", cancelled["reason"]!.GetValue<string>(), StringComparison.Ordinal);

        // The other id leads to it, also after a kill.
        await _server.KillAsync();
        await _server.RestartAsync();
        Assert.Equal("wire-a:1", (await _server.GetAsync("api/v1/incidents/wire-a%3A2"))["incidentId"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("incidents/wire-a%3A1/join", """{"with":"wire-a:2"}""")).Status);

        await PostAsync("incidents/wire-a%3A1/part", """{"with":"wire-a:2","reason":"two streets"}""");
        var second = await AlertAsync("IQ-AN.mass-casualty.2", "open");
        Assert.Equal((12, 12), (second["measure"]!["value"]!.GetValue<int>(), second["measure"]!["certain"]!.GetValue<int>()));
        Assert.Equal("parted", (await _server.GetAsync("api/v1/incidents/wire-a%3A2"))["settled"]![0]!["verdict"]!.GetValue<string>());

        var backtest = await _server.SendAsync(
            HttpMethod.Post, "api/v1/backtests", """{"thresholdIds":["mass-casualty"],"regions":["IQ-AN"],"to":"2999-01-01T00:00:00Z"}""");
        Assert.Equal(
            ["raised", "cancelled", "raised"],
            backtest["alerts"]!.AsArray().SelectMany(static a => a!["revisions"]!.AsArray())
                .Select(static r => r!["change"]!.GetValue<string>()).Where(static c => c is not ("cleared" or "updated")));
    }

    [Fact]
    public async Task Places_of_stored_history_count_in_backtests_as_of_their_time()
    {
        await _server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two", Facts.ShortThreshold("PT2H"));
        await TellAsync(Facts.Report("1", "IQ-AN", "Karmah", s_at), Facts.Report("2", "IQ-AN", "Nadhim Taqsim", s_at));
        await AlertAsync("IQ-AN.two.1", "open");
        await _server.SendAsync(
            HttpMethod.Put, "api/v1/places/karmah", """{"name":"Karmah","aliases":["Nadhim Taqsim"],"region":"IQ-AN"}""");
        await AlertAsync("IQ-AN.two.1", "cancelled");

        var backtest = await _server.SendAsync(HttpMethod.Post, "api/v1/backtests", """{"thresholdIds":["two"],"regions":["IQ"]}""");
        Assert.Equal(
            ["raised", "cancelled"],
            Assert.Single(backtest["alerts"]!.AsArray())!["revisions"]!.AsArray().Select(static r => r!["change"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_report_is_taken_out_and_what_cannot_be_is_refused()
    {
        await TellAsync(
            Facts.Report("1", "IQ-AN", "Ramadi", s_at), Facts.Report("2", "IQ-AN", "Ramadi", s_at, "wire-b"),
            Facts.Report("9", "IQ-DI", "Balad", s_at));
        var taken = await PostAsync(
            "incidents/wire-a%3A1/part?region=IQ-AN", """{"report":{"source":"wire-b","reportId":"2"},"reason":"another"}""");
        Assert.Equal((HttpStatusCode.OK, 1), (taken.Status, taken.Body["reportsCount"]!.GetValue<int>()));
        var own = await _server.GetAsync("api/v1/incidents/wire-b%3A2");
        Assert.StartsWith(
            "taken out of 'wire-a:1' by hand", own["reports"]![0]!["joined"]!.GetValue<string>(), StringComparison.Ordinal);
        var again = await PostAsync("incidents/wire-a%3A1/part", """{"report":{"source":"wire-b","reportId":"2"}}""");
        Assert.Equal(HttpStatusCode.OK, again.Status);

        var only = await PostAsync("incidents/wire-a%3A1/part", """{"report":{"source":"wire-a","reportId":"1"}}""");
        Assert.Equal(HttpStatusCode.Conflict, only.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("incidents/nothing/join", """{"with":"wire-a:1"}""")).Status);
        await RefusedAsync("incidents/wire-a%3A1/join", """{"with":"wire-a:9"}""", "$.with");
        await RefusedAsync("incidents/wire-a%3A1/join", """{"with":"wire-a:1"}""", "$.with");
        await RefusedAsync("incidents/wire-a%3A1/join", "{}", "$.with");
        await RefusedAsync("incidents/wire-a%3A1/part", "{}", "$");
        await RefusedAsync("incidents/wire-a%3A1/part", """{"report":{"source":"x","reportId":"1"}}""", "$.report");
        await RefusedAsync("incidents/wire-a%3A1/part", """{"with":"wire-b:2","report":{"source":"x","reportId":"1"}}""", "$");
    }

    private async Task RefusedAsync(string path, string body, string at)
    {
        var (status, problem) = await PostAsync(path, body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, at), (status, problem["path"]!.GetValue<string>()));
    }

    private Task TellAsync(params string[] reports) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', reports), Facts.Ndjson);

    private async Task<JsonNode> AlertAsync(string id, string status)
    {
        JsonNode? alert = null;
        await _server.Until(
            async () =>
            {
                var alerts = (await _server.GetAsync("api/v1/alerts"))["items"]!.AsArray();
                alert = alerts.SingleOrDefault(a => a!["alertId"]!.GetValue<string>() == id && a["status"]!.GetValue<string>() == status);
                return alert is not null;
            },
            $"{id} is {status}");
        return alert!;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var token = TestContext.Current.CancellationToken;
        using var response = await _server.Client.PostAsync(new Uri(_server.Url, "api/v1/" + path), content, token);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(token))!);
    }
}
