using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Alerting.Benchmarks;

/// <summary>From posting the report that crosses a threshold to its webhook's arrival, one at a time, on an idle server.</summary>
internal static class LatencyRun
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static async Task RunAsync(int alerts)
    {
        await using var server = await ServerUnderTest.StartAsync();

        // The runtime goes on optimising for a while after the start.
        await Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System);
        var idle = server.Usage();
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        var later = server.Usage();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle: {(later.Cpu - idle.Cpu).TotalSeconds / 10:P2} of a core, {later.Bytes >> 20} MiB"));

        var arrivals = new ConcurrentDictionary<string, TaskCompletionSource<long>>();
        var port = ServerUnderTest.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var receiver = builder.Build();
        receiver.Run(context =>
        {
            var at = Stopwatch.GetTimestamp();
            arrivals.GetOrAdd(context.Request.Headers["webhook-id"].ToString(), static _ => Pending()).TrySetResult(at);
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        await receiver.StartAsync();
        await server.PutAsync("subscriptions/bench", $"{{\"thresholds\":[\"killed-one\"],\"changes\":[\"raised\"],\"channel\":{{\"url\":\"http://127.0.0.1:{port}/\",\"secret\":\"{Secret}\"}}}}");
        await server.PutAsync("thresholds/killed-one", "{\"scope\":{\"regions\":[\"*\"],\"depth\":\"leaf\"},\"measure\":\"killed\",\"window\":\"PT0.02S\",\"atLeast\":1,\"clearAfter\":\"PT0S\",\"severity\":\"notice\"}");
        var all = (await server.GetAsync("regions?all=true&parent=IQ"))["items"]!.AsArray().Select(r => r!["code"]!.GetValue<string>()).ToArray();
        var delays = new List<double>();
        var ordinals = new Dictionary<string, int>();
        for (var i = 0; i < alerts + 50; i++)
        {
            var region = all[i % all.Length];
            var ordinal = ordinals[region] = ordinals.GetValueOrDefault(region) + 1;
            var arrival = arrivals.GetOrAdd($"{region}.killed-one.{ordinal}.1", static _ => Pending());
            var report = new JsonObject
            {
                ["reportId"] = $"r{i}",
                ["source"] = "bench",
                ["region"] = region,
                ["kind"] = "shooting",
                ["killed"] = 1,
                ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            }.ToJsonString();
            var started = Stopwatch.GetTimestamp();
            await server.PostAsync("reports", report);
            var delay = Stopwatch.GetElapsedTime(started, await arrival.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
            if (i >= 50)
            {
                delays.Add(delay.TotalMilliseconds);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System);
        }

        delays.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"report to webhook, {delays.Count} alerts: p50 {At(0.5):0.0} ms, p90 {At(0.9):0.0} ms, p99 {At(0.99):0.0} ms, most {delays[^1]:0.0} ms"));

        double At(double share) => delays[(int)Math.Min(delays.Count - 1, share * delays.Count)];
    }

    private static TaskCompletionSource<long> Pending() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
