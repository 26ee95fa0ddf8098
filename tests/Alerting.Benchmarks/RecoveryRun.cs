using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>How long the first answer of a region takes after a kill, with many reports in its log.</summary>
internal static class RecoveryRun
{
    public static async Task RunAsync(int reports)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var start = TimeProvider.System.GetUtcNow().AddDays(-20);
        var step = TimeSpan.FromDays(20) / reports;
        var text = new StringBuilder();
        for (var i = 0; i < reports; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"reportId\":\"r{i}\",\"source\":\"wire-{i % 3}\",\"region\":\"IQ-AN\",\"town\":\"Town {i % 10}\",\"kind\":\"protest\",\"occurredAt\":\"{start + (step * i):yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\",\"incidentId\":\"i{i}\"}}\n");
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text.ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        var posted = Stopwatch.GetTimestamp();
        await server.SendAsync(HttpMethod.Post, "reports", content);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reports:N0} reports into one region in {Stopwatch.GetElapsedTime(posted).TotalSeconds:0.0} s"));
        foreach (var wait in new[] { 0, 8 })
        {
            await Task.Delay(TimeSpan.FromSeconds(wait), TimeProvider.System);
            await server.KillAsync();
            await server.StartProcessAsync();
            var before = server.Usage();
            var asked = Stopwatch.GetTimestamp();
            await server.GetAsync("regions/IQ-AN/incidents?limit=1");
            var answered = Stopwatch.GetElapsedTime(asked);
            var after = server.Usage();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"killed {wait} s after: first answer {answered.TotalSeconds:0.00} s after ready (CPU of all threads {(after.Cpu - before.Cpu).TotalSeconds:0.00} s), {after.Bytes >> 20} MiB"));
        }
    }
}
