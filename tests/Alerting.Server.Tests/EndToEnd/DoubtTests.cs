using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What a desk hears of stories that may be one, from outside.</summary>
public sealed class DoubtTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow().AddMinutes(-10);

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task One_attack_in_three_spellings_raises_nothing_and_three_towns_do()
    {
        await TellAsync(
            Facts.Report("w-1", "IQ-AN", "Al-Karmah", s_at), Facts.Report("s-1", "IQ-AN", "Al Karmah", s_at, "stringer"),
            Facts.Report("b-1", "IQ-AN", "Garma", s_at, "wire-b"), Facts.Report("b-2", "IQ-AN", "Ramadi", s_at, "wire-b"));
        Assert.Empty(await Facts.OpenAlertsAsync(_server));

        await TellAsync(Facts.Report("b-3", "IQ-AN", "Haditha", s_at, "wire-b"));
        var alert = await AlertAsync("IQ-AN.simultaneous-assaults.1");
        Assert.Equal((4, 3), (alert["measure"]!["value"]!.GetValue<double>(), alert["measure"]!["certain"]!.GetValue<double>()));
        Assert.Equal("alike-towns", Assert.Single(alert["doubts"]!.AsArray())!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_second_story_of_one_wire_is_told_as_what_it_may_be()
    {
        await TellAsync(
            Facts.Report("w-1", "IQ-DI", "Balad Ruz", s_at, killed: 4), Facts.Report("w-2", "IQ-DI", "Balad Ruz", s_at, killed: 7));

        var alert = await AlertAsync("IQ-DI.mass-casualty.1");
        Assert.StartsWith("11 killed (7 if w-2 repeats w-1) in ", alert["explanation"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private Task TellAsync(params string[] reports) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', reports), Facts.Ndjson);

    private async Task<JsonNode> AlertAsync(string id)
    {
        JsonNode? alert = null;
        await Wait.UntilAsync(
            async () =>
            {
                var alerts = (await _server.GetAsync("api/v1/alerts?status=open"))["items"]!.AsArray();
                alert = alerts.SingleOrDefault(a => a!["alertId"]!.GetValue<string>() == id);
                return alert is not null;
            },
            $"the ledger has {id}");
        return alert!;
    }
}
