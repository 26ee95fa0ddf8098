using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>How long the first answer of a region takes after a kill, with many reports in its log.</summary>
internal static class RecoveryRun
{
    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var reports = arguments.Number(0, 1_000_000, 20_000);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var lines = Lines(reports);
        var posted = Stopwatch.GetTimestamp();
        await server.PostLinesAsync(lines, cancellationToken);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{reports:N0} reports into one region in {Stopwatch.GetElapsedTime(posted).TotalSeconds:0.0} s"));
        foreach (var wait in new[] { 0, 8 })
        {
            await Task.Delay(TimeSpan.FromSeconds(wait), TimeProvider.System, cancellationToken);
            await server.KillAsync();
            await server.RestartAsync();
            var before = server.Usage();
            var asked = Stopwatch.GetTimestamp();
            await server.GetAsync("regions/IQ-AN/incidents?limit=1", cancellationToken);
            var answered = Stopwatch.GetElapsedTime(asked);
            var after = server.Usage();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"killed {wait} s after: first answer {answered.TotalSeconds:0.00} s after ready (CPU of all threads "
                    + $"{(after.Cpu - before.Cpu).TotalSeconds:0.00} s), {after.Bytes >> 20} MiB"));
        }
    }

    /// <summary>Reports of one region over the last 20 days, each an incident of its own.</summary>
    internal static byte[] Lines(int reports)
    {
        var start = TimeProvider.System.GetUtcNow().AddDays(-20);
        var step = TimeSpan.FromDays(20) / reports;
        var text = new StringBuilder();
        for (var i = 0; i < reports; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{{\"reportId\":\"r{i}\",\"source\":\"wire-{i % 3}\",\"region\":\"IQ-AN\",\"town\":\"Town {i % 10}\",\"kind\":\"protest\",\"occurredAt\":\"{start + (step * i):yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\",\"incidentId\":\"i{i}\"}}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
