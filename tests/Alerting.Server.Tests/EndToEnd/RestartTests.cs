using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

public sealed class RestartTests
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Alerts_open_before_a_kill_are_open_after_it_and_an_upload_cut_off_can_be_repeated()
    {
        await using var server = await ServerProcess.StartAsync();
        var start = Now.AddMinutes(-30);
        var lines = Enumerable.Range(0, 20_000)
            .Select(i => Facts.Report($"r{i}", i % 2 == 0 ? "IQ-AN" : "IQ-DI", $"town {i % 40}", start.AddMilliseconds(i * 10)))
            .ToList();

        // An upload that the kill cuts off: the body never ends.
        var body = new CutOffContent(Encoding.UTF8.GetBytes(string.Join('\n', lines.Take(12_000)) + "\n"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "api/v1/reports")) { Content = body };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Facts.Ndjson);
        var upload = server.Client.SendAsync(request);
        await server.Until(async () => await CountAsync(server, "IQ-AN") > 1_000, "a part of the upload is stored");
        await server.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => upload);

        await server.RestartAsync();
        var before = await CountAsync(server, "IQ");
        var answer = await server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', lines), Facts.Ndjson);
        Assert.Equal(0, answer["rejected"]!.GetValue<int>());
        Assert.Equal(lines.Count, answer["accepted"]!.GetValue<int>() + answer["duplicates"]!.GetValue<int>());
        Assert.True(answer["duplicates"]!.GetValue<int>() > 1_000);
        await server.Until(
            async () => await CountAsync(server, "IQ") == lines.Count,
            $"the country counts each of {lines.Count} reports once (it had {before} after the restart)");
        Assert.Equal(lines.Count / 2, await CountAsync(server, "IQ-AN"));

        var open = await Facts.OpenAlertsAsync(server);
        Assert.Contains("IQ-AN.simultaneous-assaults.1", open.Keys);
        await server.KillAsync();
        await server.RestartAsync();
        Assert.Equal(open.Keys, (await Facts.OpenAlertsAsync(server)).Keys);
        Assert.Equal(lines.Count, await CountAsync(server, "IQ"));
    }

    [Fact]
    public async Task Deadlines_that_pass_while_it_is_down_are_handled_at_start_at_their_exact_instant()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT4S"));
        var at = Now.AddMilliseconds(-500);
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{Facts.Report("a", "IQ-AN", "Ramadi", at)},{Facts.Report("b", "IQ-AN", "Fallujah", at.AddMilliseconds(400))}]");
        await server.Until(async () => await AlertAsync(server) is not null, "the alert is raised");
        await server.KillAsync();
        await Wait.UntilAsync(Now.AddSeconds(4.5));
        await server.RestartAsync();

        // Nobody asks the region: the wake index does. The first town leaves the window after exactly four seconds.
        await server.Until(
            async () => (await AlertAsync(server))!["status"]!.GetValue<string>() == "cleared",
            "the alert clears without a request to its region");
        Assert.Equal(
            at.AddSeconds(4),
            DateTimeOffset.Parse(
                (await AlertAsync(server))!["endedAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_live_feed_goes_on_where_the_client_left_it()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.ShortThreshold("PT1H"));
        foreach (var town in new[] { "Ramadi", "Fallujah", "Karmah", "Hit", "Haditha" })
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report(town, "IQ-AN", town, Now));
        }

        List<long>? all = null;
        await server.Until(async () => (all = await ReadFeedAsync(server, 0, 4)).Count == 4, "the feed has the raise and three updates");
        await server.KillAsync();
        await server.RestartAsync();
        Assert.Equal(all!.Skip(2), await ReadFeedAsync(server, all![1], 2));
    }

    private static async Task<JsonNode?> AlertAsync(ServerProcess server) =>
        (await server.GetAsync("api/v1/alerts"))["items"]!.AsArray()
            .FirstOrDefault(a => a!["threshold"]!["id"]!.GetValue<string>() == "two-towns");

    private static async Task<long> CountAsync(ServerProcess server, string region) =>
        (await server.GetAsync($"api/v1/regions/{region}"))["incidents24h"]!.GetValue<long>();

    private static async Task<List<long>> ReadFeedAsync(ServerProcess server, long lastEventId, int count)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "api/v1/alerts/stream?region=IQ-AN&minSeverity=severe"));
        request.Headers.Add("Last-Event-ID", lastEventId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var ids = new List<long>();
        var current = 0L;
        while (ids.Count < count && await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                current = long.Parse(line.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("two-towns", StringComparison.Ordinal))
            {
                ids.Add(current);
            }
        }

        return ids;
    }

    /// <summary>Sends some bytes and then nothing, for as long as the connection stands.</summary>
    private sealed class CutOffContent(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(bytes);
            await stream.FlushAsync();
            await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
