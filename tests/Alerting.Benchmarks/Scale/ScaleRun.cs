using System.Diagnostics;
using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>
/// Memory, cost per report and recovery by number of regions, with a catalogue made for more than are shipped, and by
/// length of one region's log.
/// </summary>
internal static class ScaleRun
{
    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var table = new Table(
            "By number of regions", "regions", "reports/s", "server CPU", "memory", "ready after kill -9", "first answer", "whole list", "memory then");
        foreach (var count in arguments.Quick ? [64, 200] : new[] { 1_000, 10_000, 100_000 })
        {
            table.Add(await RegionsAsync(ManyRegions.Of(count), arguments.Quick ? 5_000 : 100_000, cancellationToken));
        }

        table.Print();
        var logs = new Table("By length of one region's log", "reports", "memory", "ready after kill -9", "first answer", "memory then");
        foreach (var reports in arguments.Quick ? [1_000, 10_000] : new[] { 10_000, 100_000, 500_000 })
        {
            logs.Add(await LogAsync(reports, cancellationToken));
        }

        logs.Print();
    }

    private static async Task<string[]> RegionsAsync(ManyRegions many, int reports, CancellationToken cancellationToken)
    {
        var regions = many.Codes;
        await using var server = await ServerUnderTest.StartAsync(cancellationToken, many.Catalog);
        await ReadsRun.FillAsync(server, regions, cancellationToken);
        var load = LoadFacts.Make(regions, reports, "scale");
        var before = server.Usage();
        var started = Stopwatch.GetTimestamp();
        await load.PostAsync([server], cancellationToken);
        var took = Stopwatch.GetElapsedTime(started);
        var after = server.Usage();
        var (ready, answer) = await RecoverAsync(server, "regions?limit=100", cancellationToken);
        var asked = Stopwatch.GetTimestamp();
        await ListAsync(server, cancellationToken);
        return
        [
            Text($"{regions.Count:N0}"), Text($"{reports / took.TotalSeconds:N0}"), Text(
                $"{(after.Cpu - before.Cpu).TotalMicroseconds / reports:0.0} us/report"), Text($"{after.Bytes >> 20} MiB"),
            Text($"{ready.TotalSeconds:0.00} s"), Text($"{answer.TotalSeconds:0.00} s"), Text(
                $"{Stopwatch.GetElapsedTime(asked).TotalSeconds:0.00} s"), Text($"{server.Usage().Bytes >> 20} MiB"),
        ];
    }

    private static async Task<string[]> LogAsync(int reports, CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        await server.PostLinesAsync(RecoveryRun.Lines(reports), cancellationToken);
        var before = server.Usage().Bytes;
        var (ready, answer) = await RecoverAsync(server, "regions/IQ-AN/incidents?limit=1", cancellationToken);
        return
        [
            Text($"{reports:N0}"), Text($"{before >> 20} MiB"), Text($"{ready.TotalSeconds:0.00} s"),
            Text($"{answer.TotalSeconds:0.00} s"), Text($"{server.Usage().Bytes >> 20} MiB")
        ];
    }

    /// <summary>From kill -9 to ready, and from there to the first answer.</summary>
    private static async Task<(TimeSpan Ready, TimeSpan Answer)> RecoverAsync(
        ServerUnderTest server, string path, CancellationToken cancellationToken)
    {
        await server.KillAsync();
        var started = Stopwatch.GetTimestamp();
        await server.RestartAsync();
        var ready = Stopwatch.GetElapsedTime(started);
        await server.GetAsync(path, cancellationToken);
        return (ready, Stopwatch.GetElapsedTime(started) - ready);
    }

    private static async Task ListAsync(ServerUnderTest server, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await server.GetAsync($"regions?limit=1000{(after is null ? "" : "&after=" + after)}", cancellationToken);
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
