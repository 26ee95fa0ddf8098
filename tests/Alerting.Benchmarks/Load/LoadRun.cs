using System.Diagnostics;
using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>
/// Durable NDJSON over 64 regions of 4 countries with the five default thresholds; the clock stops when every country
/// has every report. The client runs on the same cores; its bytes are made beforehand.
/// </summary>
internal static class LoadRun
{
    public static Task RunAsync(Arguments arguments, CancellationToken cancellationToken) => arguments.Values switch
    {
        ["open", ..] => PacedRun.OpenAsync(arguments, cancellationToken),
        ["closed", ..] => PacedRun.ClosedAsync(arguments, cancellationToken),
        _ => UploadAsync(arguments.Number(0, 1_000_000, 50_000), arguments.Quick, cancellationToken),
    };

    private static async Task UploadAsync(int reports, bool quick, CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var regions = Target.Regions;
        Console.WriteLine(
            $"{regions.Count} regions of {LoadFacts.Countries.Count} countries, {reports:N0} reports in {LoadFacts.Streams} streams");
        var warm = LoadFacts.Make(regions, Math.Min(reports / 5, 100_000), "warm");
        await warm.PostAsync([server], cancellationToken);
        await LoadFacts.CaughtUpAsync(server, warm.Reports, cancellationToken);
        var load = LoadFacts.Make(regions, reports, "load");
        var before = server.Usage();
        var started = Stopwatch.GetTimestamp();
        await load.PostAsync([server], cancellationToken);
        var answered = Stopwatch.GetElapsedTime(started);
        await LoadFacts.CaughtUpAsync(server, warm.Reports + reports, cancellationToken);
        var caughtUp = Stopwatch.GetElapsedTime(started);
        var after = server.Usage();
        var open = (await server.GetAsync("alerts?status=open", cancellationToken))["items"]!.AsArray().Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"answered after {answered.TotalSeconds:0.00} s ({reports / answered.TotalSeconds:N0}/s), parents caught up after "
            + $"{caughtUp.TotalSeconds:0.00} s ({reports / caughtUp.TotalSeconds:N0}/s); server CPU "
            + $"{(after.Cpu - before.Cpu).TotalSeconds / reports * 1e6:0.0} us a report; {after.Bytes >> 20} MiB; {open} alerts open"));
        if (quick)
        {
            return;
        }

        await Task.Delay(TimeSpan.FromSeconds(15), TimeProvider.System, cancellationToken);
        var idle = server.Usage();
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"idle afterwards: {(server.Usage().Cpu - idle.Cpu).TotalSeconds / 10:P2} of a core"));
    }
}
