using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Audit;

/// <summary>A change that was answered has its entry, whenever the process dies.</summary>
public sealed class AuditKillTests(ITestOutputHelper output)
{
    private const int Kills = 6;
    private const int Writers = 4;
    private const string Channel =
        """ "channel":{"url":"http://127.0.0.1:9/","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"} """;

    private readonly ConcurrentBag<string> _sent = [];
    private readonly ConcurrentBag<string> _answered = [];
    private int _next;

    [Fact]
    public async Task Each_answered_change_is_in_the_log_once_after_kills_at_any_instant()
    {
        const int seed = 20_260_101;
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var dying = new CancellationTokenSource();
            var before = _answered.Count;
            var writers = Enumerable.Range(0, Writers).Select(writer => WriteAsync(server, writer, dying.Token)).ToList();

            // Not before changes are answered, and then at whatever instant.
            var least = before + random.Next(5, 60);
            await server.Until(() => Task.FromResult(_answered.Count >= least), $"{least} changes are answered");
            await server.KillAsync();
            await dying.CancelAsync();
            await Task.WhenAll(writers);
            await server.RestartAsync();
        }

        var answered = _answered.ToHashSet(StringComparer.Ordinal);
        List<JsonNode> entries = [];
        await server.Until(
            async () => answered.IsSubsetOf((entries = await EntriesAsync(server)).Select(ReasonOf).OfType<string>()),
            $"all of {answered.Count} answered changes have entries");

        Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(static entry => entry["seq"]!.GetValue<int>()));
        var told = entries.Select(ReasonOf).OfType<string>().ToList();
        Assert.Equal(told.Distinct(StringComparer.Ordinal).Count(), told.Count);
        Assert.Subset(_sent.ToHashSet(StringComparer.Ordinal), told.ToHashSet(StringComparer.Ordinal));
        output.WriteLine($"{Kills} kills; {_sent.Count} changes sent, {answered.Count} answered, {told.Count} in the log, seed {seed}.");
    }

    private static string? ReasonOf(JsonNode entry) => entry["reason"]?.GetValue<string>();

    private static async Task<List<JsonNode>> EntriesAsync(ServerProcess server)
    {
        var entries = new List<JsonNode>();
        for (string? next = "0"; next is not null;)
        {
            var page = await server.GetAsync($"api/v1/audit?limit=1000&after={next}");
            entries.AddRange(page["items"]!.AsArray().Select(static entry => entry!));
            next = page["next"]?.GetValue<string>();
        }

        return entries;
    }

    /// <summary>Makes changes of every owner of a log in turn until the server is gone.</summary>
    private async Task WriteAsync(ServerProcess server, int writer, CancellationToken dying)
    {
        while (!dying.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var reason = $"change-{number}";
            var (method, path, body) = (number % 5) switch
            {
                0 => (HttpMethod.Put, $"thresholds/t{writer}", Reasoned(Facts.ShortThreshold("PT1H"), reason)),
                1 => (HttpMethod.Put, $"places/p{writer}", $$"""{"name":"Town {{number}}","region":"IQ-AN","reason":"{{reason}}"}"""),
                2 => (HttpMethod.Put, "regions/IQ-AN/override", $$"""{"level":"low","reason":"{{reason}}"}"""),
                3 => (HttpMethod.Post, "keys", """{"name":"x","roles":["desk"]}"""),
                _ => (HttpMethod.Put, $"subscriptions/s{writer}", $$"""{"name":"{{reason}}",{{Channel}}}"""),
            };
            _sent.Add(reason);
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(server.Url, "api/v1/" + path));
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
                if (!body.Contains("\"reason\"", StringComparison.Ordinal))
                {
                    request.Headers.Add("Audit-Reason", reason);
                }

                using var response = await server.Client.SendAsync(request, dying);
                if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
                {
                    _answered.Add(reason);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static string Reasoned(string body, string reason) => $"{body.TrimEnd()[..^1]},\"reason\":\"{reason}\"}}";
}
