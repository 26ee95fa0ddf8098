using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>
/// Durable NDJSON over 64 regions of 4 countries with the five default thresholds; the clock stops when every country
/// has every report. The client runs on the same cores; its bytes are made beforehand.
/// </summary>
internal static class LoadRun
{
    private const int Connections = 4;
    private static readonly string[] s_countries = ["IQ", "SY", "TR", "IR"];

    public static async Task RunAsync(int reports)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var regions = await RegionsAsync(server);
        Console.WriteLine($"{regions.Count} regions of {s_countries.Length} countries, {reports:N0} reports in {Connections} streams");
        var warm = Bodies(regions, Math.Min(reports / 5, 100_000), "warm");
        await PostAsync([server], warm);
        await CaughtUpAsync(server, warm.Reports);
        var bodies = Bodies(regions, reports, "load");
        var before = server.Usage();
        var started = Stopwatch.GetTimestamp();
        await PostAsync([server], bodies);
        var answered = Stopwatch.GetElapsedTime(started);
        await CaughtUpAsync(server, warm.Reports + bodies.Reports);
        var caughtUp = Stopwatch.GetElapsedTime(started);
        var after = server.Usage();
        var open = (await server.GetAsync("alerts?status=open"))["items"]!.AsArray().Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"answered after {answered.TotalSeconds:0.00} s ({bodies.Reports / answered.TotalSeconds:N0}/s), parents caught up after {caughtUp.TotalSeconds:0.00} s ({bodies.Reports / caughtUp.TotalSeconds:N0}/s); server CPU {(after.Cpu - before.Cpu).TotalSeconds / bodies.Reports * 1e6:0.0} us a report; {after.Bytes >> 20} MiB; {open} alerts open"));
        await Task.Delay(TimeSpan.FromSeconds(15), TimeProvider.System);
        var idle = server.Usage();
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle afterwards: {(server.Usage().Cpu - idle.Cpu).TotalSeconds / 10:P2} of a core"));
    }

    /// <summary>16 regions, where there are as many, of each country.</summary>
    internal static async Task<List<string>> RegionsAsync(ServerUnderTest server)
    {
        var regions = new List<string>();
        foreach (var country in s_countries)
        {
            var below = (await server.GetAsync($"regions?all=true&limit=1000&parent={country}"))["items"]!.AsArray();
            regions.AddRange(below.Take(16).Select(r => r!["code"]!.GetValue<string>()));
        }

        return regions;
    }

    /// <summary>The streams, to one server after the other.</summary>
    internal static async Task PostAsync(IReadOnlyList<ServerUnderTest> servers, Load load) =>
        await Task.WhenAll(load.Bodies.Select(async (body, i) =>
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            var answer = await servers[i % servers.Count].SendAsync(HttpMethod.Post, "reports", content);
            if (!answer.EndsWith("\"duplicates\":0,\"rejected\":0}", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Not all were accepted: " + answer[^100..]);
            }
        }));

    internal static async Task CaughtUpAsync(ServerUnderTest server, int reports)
    {
        while (true)
        {
            long count = 0;
            foreach (var country in s_countries)
            {
                count += (await server.GetAsync("regions/" + country))["incidents24h"]!.GetValue<long>();
            }

            if (count == reports)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    internal static Load Bodies(List<string> regions, int reports, string run, int streams = Connections)
    {
        // Facts without weight, so that no level rises and hardly an alert opens, apart from bombs in four regions.
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var step = TimeSpan.FromMinutes(59) / reports;
        var bodies = new List<byte[]>();
        for (var c = 0; c < streams; c++)
        {
            var text = new StringBuilder();
            for (var i = c; i < reports; i += streams)
            {
                var region = regions[i / streams % regions.Count];
                var kind = i / streams % regions.Count < 4 ? "ied" : i % 3 == 0 ? "arrest" : "checkpoint-set-up";
                text.Append(CultureInfo.InvariantCulture, $"{{\"reportId\":\"{run}-{i}\",\"source\":\"wire-a\",\"region\":\"{region}\",\"town\":\"Town {i % 10}\",\"kind\":\"{kind}\",\"occurredAt\":\"{start + (step * i):yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\",\"grade\":\"F6\"}}\n");
            }

            bodies.Add(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return new Load(bodies, reports);
    }

    internal sealed record Load(List<byte[]> Bodies, int Reports);
}
