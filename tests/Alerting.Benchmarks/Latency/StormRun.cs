using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Engine.Regions;
using Microsoft.AspNetCore.Http;

namespace Alerting.Benchmarks;

/// <summary>
/// A storm: many alerts within a minute, one in twenty critical, to a desk that wants at most 30 messages a minute. What is
/// critical must not wait, and every revision must have an outcome.
/// </summary>
internal static class StormRun
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const int MostPerMinute = 30;
    private const int OneInCritical = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var alerts = arguments.Number(0, 1_000, 100);
        var span = TimeSpan.FromSeconds(arguments.Quick ? 6 : 60);
        var arrivals = new Arrivals();
        await using var receiver = await LoopbackApp.StartAsync(arrivals.TakeAsync, cancellationToken: cancellationToken);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        await PutThresholdAsync(server, "wounded-one", "wounded", "severe", cancellationToken);
        await PutThresholdAsync(server, "killed-one", "killed", "critical", cancellationToken);
        await server.PutAsync(
            "subscriptions/storm",
            $$$"""
            {"thresholds":["wounded-one","killed-one"],"delivery":{"mostPerMinute":{{{MostPerMinute}}}},
            "channel":{"url":"{{{receiver.Urls.Single()}}}","secret":"{{{Secret}}}"}}
            """,
            cancellationToken);
        var sent = await SendAsync(server, alerts, span, cancellationToken);
        var outcomes = await OutcomesAsync(server, alerts, cancellationToken);
        Print(alerts, span, sent, arrivals, outcomes);
    }

    private static Task<string> PutThresholdAsync(
        ServerUnderTest server, string id, string measure, string severity, CancellationToken cancellationToken) => server.PutAsync(
            $"thresholds/{id}",
            $$$"""
            {"scope":{"regions":["*"],"depth":"leaf"},"measure":"{{{measure}}}","window":"PT1H","atLeast":1,"clearAfter":"PT1H",
            "severity":"{{{severity}}}"}
            """,
            cancellationToken);

    /// <summary>By alert, when its report was sent.</summary>
    private static async Task<Dictionary<string, long>> SendAsync(
        ServerUnderTest server, int alerts, TimeSpan span, CancellationToken cancellationToken)
    {
        var regions = RegionCatalog.Iso.Codes.Where(static code => RegionCatalog.Iso.ChildrenOf(code).Count == 0).Take(alerts).ToList();
        var sent = new Dictionary<string, long>(StringComparer.Ordinal);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < alerts; i++)
        {
            var rest = (span * i / alerts) - Stopwatch.GetElapsedTime(started);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, TimeProvider.System, cancellationToken);
            }

            var (victims, threshold) = i % OneInCritical == 0 ? ("killed", "killed-one") : ("wounded", "wounded-one");
            sent[$"{regions[i]}.{threshold}.1"] = Stopwatch.GetTimestamp();
            var at = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            await server.PostAsync(
                "reports",
                $$"""
                {"reportId":"{{i}}","source":"bench","region":"{{regions[i]}}","kind":"shelling","{{victims}}":1,"occurredAt":"{{at}}"}
                """,
                cancellationToken);
        }

        return sent;
    }

    /// <summary>How many revisions have each outcome once none is pending.</summary>
    private static async Task<Dictionary<string, int>> OutcomesAsync(
        ServerUnderTest server, int alerts, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var page = await server.GetAsync("subscriptions/storm/deliveries?limit=1000", cancellationToken);
            var outcomes = page["items"]!.AsArray().GroupBy(static item => item!["outcome"]!.GetValue<string>())
                .ToDictionary(static group => group.Key, static group => group.Count());
            if (outcomes.Values.Sum() == alerts && !outcomes.ContainsKey("pending"))
            {
                return outcomes;
            }

            if (Stopwatch.GetElapsedTime(started) > s_patience)
            {
                throw new TimeoutException($"Not all had an outcome within {s_patience}: {string.Join(", ", outcomes)}.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }
    }

    private static void Print(
        int alerts, TimeSpan span, Dictionary<string, long> sent, Arrivals arrivals, Dictionary<string, int> outcomes)
    {
        var critical = new Latencies();
        foreach (var (alert, at) in arrivals.Critical)
        {
            critical.Record(sent[alert], at);
        }

        var table = new Table(
            $"Critical alerts, from the report to the webhook, in a storm of {alerts} alerts in {span.TotalSeconds:0} s",
            ["", "alerts", .. Latencies.Columns]);
        table.Add(["critical", $"{critical.Count} of {(alerts + OneInCritical - 1) / OneInCritical}", .. critical.Cells()]);
        table.Print();
        Console.WriteLine(
            $"below critical: {arrivals.Others} messages of their own, {arrivals.Digests.Count} digests with "
            + $"{string.Join(" and ", arrivals.Digests)} revisions");
        Console.WriteLine($"outcomes: {string.Join(", ", outcomes.Select(static outcome => $"{outcome.Value} {outcome.Key}"))}");
    }

    /// <summary>What the desk received.</summary>
    private sealed class Arrivals
    {
        private int _others;

        /// <summary>By alert, when its message came.</summary>
        public ConcurrentDictionary<string, long> Critical { get; } = new(StringComparer.Ordinal);

        /// <summary>Of each digest the number of revisions.</summary>
        public ConcurrentQueue<int> Digests { get; } = new();

        public int Others => _others;

        public async Task TakeAsync(HttpContext context)
        {
            var at = Stopwatch.GetTimestamp();
            var message = (await JsonSerializer.DeserializeAsync<JsonNode>(
                context.Request.Body, cancellationToken: context.RequestAborted))!;
            var data = message["data"]!;
            if (message["type"]!.GetValue<string>() == "alert.digest")
            {
                Digests.Enqueue(data["revisionsCount"]!.GetValue<int>());
            }
            else if (data["severity"]!.GetValue<string>() == "critical")
            {
                Critical.TryAdd(data["alertId"]!.GetValue<string>(), at);
            }
            else
            {
                Interlocked.Increment(ref _others);
            }
        }
    }
}
